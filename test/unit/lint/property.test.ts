import assert from "node:assert/strict";
import fc from "fast-check";
import { parseDockerfile } from "../../../src/docker/dockerfile/parse";
import { applyEdits } from "../../../src/lint/fixes";
import { lintDockerfile } from "../../../src/lint/runner";
import { DOCKERFILE_CASES } from "./dockerfile-cases";

/** Lines of the cases, to be mixed, cut and disturbed. */
const LINES = Object.values(DOCKERFILE_CASES)
  .flatMap(cases => [...cases.bad, ...cases.good])
  .flatMap(text => text.replace(/^=/, "").split("\n"))
  .filter(line => line !== "");

const NOISE = fc.oneof(
  fc.constantFrom(
    "\\\n",
    "\n",
    " ",
    "'",
    '"',
    "$",
    "${",
    "}",
    "<<E\n",
    "E\n",
    "[",
    "]",
    "|",
    "&&",
    "#",
    "\r\n",
    "\t",
    "`",
  ),
  fc.string({ unit: "binary", maxLength: 4 }),
);

const FILE = fc
  .array(fc.tuple(fc.constantFrom(...LINES), fc.option(NOISE), fc.nat(60)), { minLength: 1, maxLength: 12 })
  .map(parts =>
    parts
      .map(([line, noise, at]) => (noise === null ? line : line.slice(0, at) + noise + line.slice(at)))
      .map(line => `${line}\n`)
      .join(""),
  );

describe("linting any text", () => {
  it("gives findings within the text and never throws", () => {
    fc.assert(
      fc.property(fc.oneof(FILE, fc.string({ unit: "binary", maxLength: 80 })), text => {
        for (const finding of lintDockerfile(text, "Dockerfile", { select: "all" })) {
          const { start, end } = finding.span;
          assert.ok(start >= 0 && start <= end && end <= text.length, finding.rule);
          assert.ok(finding.line >= 1 && finding.column >= 1, finding.rule);
          assert.ok(finding.message.length <= 160, `${finding.rule}: ${finding.message}`);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("offers fixes that leave a file which parses no worse", () => {
    fc.assert(
      fc.property(FILE, text => {
        const before = parseDockerfile(text).problems.length;
        for (const finding of lintDockerfile(text, "Dockerfile", { select: "all" })) {
          for (const fix of finding.fixes) {
            for (const edit of fix.edits) assert.ok(edit.span.start >= 0 && edit.span.end <= text.length, finding.rule);
            const fixed = parseDockerfile(applyEdits(text, fix.edits));
            if (fix.safe) assert.ok(fixed.problems.length <= before, `${finding.rule} on ${JSON.stringify(text)}`);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
