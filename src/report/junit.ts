import type { Verification } from "../model/verification";
import { formatCompared, ownReason, testsWords, thresholdName } from "./figures";

/**
 * A verification as JUnit XML: one test case a threshold, and one for the tests inside the image. What was measured stands
 * inside a case, since its name is what a CI server follows from run to run.
 */
export function toJunit(verification: Verification, name: string): string {
  const cases = verification.thresholds.map(threshold => {
    const { key, held, place } = threshold;
    const { limit, measured } = formatCompared(threshold);
    const why = [ownReason(threshold) ?? "", place ? `${place.path}:${place.line}` : ""].filter(Boolean).join(" ");
    const failure = { message: `${measured}, limit ${limit}`, text: why };
    return testCase("threshold", thresholdName(key), held ? null : failure, `${measured} of ${limit}`);
  });
  if (verification.tests) {
    const { command, exit } = verification.tests;
    const words = testsWords(verification.tests);
    const failure = exit === 0 ? null : { message: `${words}, exit code ${exit}`, text: "" };
    cases.push(testCase("tests", command.join(" "), failure, words));
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

function testCase(
  classname: string,
  name: string,
  failure: { readonly message: string; readonly text: string } | null,
  output: string,
): string {
  return [
    `    <testcase classname="${classname}" name="${xml(name)}">`,
    ...(failure ? [`      <failure message="${xml(failure.message)}">${xml(failure.text)}</failure>`] : []),
    `      <system-out>${xml(output)}</system-out>`,
    "    </testcase>",
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
