import type { Verification } from "../model/verification";
import { formatFigure, ownReason, testsWords, thresholdName } from "./figures";

/** A verification as JUnit XML: one test case a threshold, and one for the tests inside the image. */
export function toJunit(verification: Verification, name: string): string {
  const cases = verification.thresholds.map(threshold => {
    const { key, limit, measured, unit, held, place } = threshold;
    const title = `${thresholdName(key)}: ${formatFigure(measured, unit)} of ${formatFigure(limit, unit)}`;
    return held
      ? `    <testcase classname="threshold" name="${xml(title)}"/>`
      : `    <testcase classname="threshold" name="${xml(title)}">\n      <failure message="${xml(`${key} was missed`)}">${xml([ownReason(threshold) ?? "", place ? `${place.path}:${place.line}` : ""].filter(Boolean).join(" "))}</failure>\n    </testcase>`;
  });
  if (verification.tests) {
    const { command, exit } = verification.tests;
    const words = `${command.join(" ")}: ${testsWords(verification.tests)}`;
    const failure = `<failure message="${xml(`exit code ${exit}`)}"/>`;
    cases.push(
      `    <testcase classname="tests" name="${xml(words)}"${exit === 0 ? "/>" : `>\n      ${failure}\n    </testcase>`}`,
    );
  }
  for (const { what, log, place } of verification.causes) {
    const file = place ? ` file="${xml(place.path)}" line="${place.line}"` : "";
    cases.push(
      `    <testcase classname="cause" name="${xml(what)}"${file}>\n      <failure message="${xml(what)}">${xml(log)}</failure>\n    </testcase>`,
    );
  }
  const failures = cases.filter(each => each.includes("<failure")).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="drydock verify" tests="${cases.length}" failures="${failures}">`,
    `  <testsuite name="${xml(name)}" tests="${cases.length}" failures="${failures}">`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function xml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
