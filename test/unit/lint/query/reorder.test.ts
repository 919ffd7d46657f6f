import assert from "node:assert/strict";
import { applyEdits } from "../../../../src/lint/fixes";
import { lintCompose } from "../../../kit/lint-file";

/** The text after the rule's fix, null where it has none. */
function sorted(rule: string, ...lines: readonly string[]): string | null {
  const text = lines.join("\n");
  const [finding] = lintCompose(text, "compose.yaml", { select: [rule] });
  assert.ok(finding, "nothing found");
  const [fix] = finding.fixes;
  return fix === undefined ? null : applyEdits(text, fix.edits);
}

describe("fixes that sort", () => {
  it("take comments along, leave empty lines where they are, and never glue two lines together", () => {
    assert.equal(
      sorted(
        "unordered-services",
        "# All of the shop",
        "services:",
        "  # The shop",
        "  web: # runs",
        "    image: a:1",
        "",
        "  # Its data",
        "  # and more",
        "  db:",
        "    image: b:1 # old",
      ),
      [
        "# All of the shop",
        "services:",
        "  # Its data",
        "  # and more",
        "  db:",
        "    image: b:1 # old",
        "",
        "  # The shop",
        "  web: # runs",
        "    image: a:1",
      ].join("\n"),
    );
  });

  it("leave the comment at the top of the file there", () => {
    assert.equal(
      sorted("unordered-top-level", "# Ours", "volumes:", "  a:", "services:", "  web: {image: 'a:1'}", ""),
      ["# Ours", "services:", "  web: {image: 'a:1'}", "volumes:", "  a:", ""].join("\n"),
    );
  });

  it("move items of both forms of a list, the long ones whole", () => {
    const head = ["services:", "  web:", "    image: a:1"];
    assert.equal(
      sorted("unordered-ports", ...head, '    ports: ["90:1",   "80:2"]'),
      [...head, '    ports: ["80:2",   "90:1"]'].join("\n"),
    );
    assert.equal(
      sorted("unordered-ports", ...head, "    ports:", "      - target: 1", '        published: "90"', "      - 80:2"),
      [...head, "    ports:", "      - 80:2", "      - target: 1", '        published: "90"'].join("\n"),
    );
    assert.equal(
      sorted(
        "unordered-dependencies",
        ...head,
        "    depends_on:",
        "      z:",
        "        condition: service_started",
        "      a: {condition: service_started}",
      ),
      [
        ...head,
        "    depends_on:",
        "      a: {condition: service_started}",
        "      z:",
        "        condition: service_started",
      ].join("\n"),
    );
  });

  it("are not offered where the order means something", () => {
    const other = ["  a:", "    image: a:1"];
    assert.equal(sorted("unordered-services", "services:", "  b: &b", "    image: a:1", ...other), null, "an anchor");
    assert.equal(
      sorted("unordered-services", "services:", "  b:", "    image: a:1", "    command: |+", "      x", "", ...other),
      null,
      "empty lines that are part of a value",
    );
    assert.equal(sorted("unordered-services", "services: {b: {image: 'a:1'},", "  a: {image: 'a:1'}}"), null);
  });

  it("stay away from a file that is no YAML yet", () => {
    const lines = ["services:", "  web:", "    image: a:1", "  db:", '    image: "b:1'];
    assert.equal(sorted("unordered-services", ...lines), null);
    assert.notEqual(sorted("unordered-services", ...lines.slice(0, 4), '    image: "b:1"'), null);
  });
});
