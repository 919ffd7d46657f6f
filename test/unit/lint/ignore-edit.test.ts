import assert from "node:assert/strict";
import type { Language } from "../../../src/model/finding";
import { applyEdits } from "../../../src/lint/fixes";
import { ignoreEdit, type IgnoreScope } from "../../../src/lint/ignore-edit";
import { lintFiles } from "../../../src/lint/runner";

const path = (language: Language): string => (language === "dockerfile" ? "Dockerfile" : "compose.yaml");

function lint(text: string, language: Language, rule: string): ReturnType<typeof lintFiles> {
  return lintFiles([{ path: path(language), text, language }], undefined, { select: [rule] });
}

/** The text with the first finding of a rule ignored; it must be gone, and the others too where the scope is the file. */
function ignore(text: string, rule: string, scope: IgnoreScope, language: Language = "dockerfile"): string {
  const before = lint(text, language, rule);
  const [finding] = before;
  assert.ok(finding, `${rule} is not found`);
  const edited = applyEdits(text, [ignoreEdit(text, language, finding, scope)]);
  const after = lint(edited, language, rule);
  assert.equal(after.length, scope === "file" ? 0 : before.length - 1, edited);
  return edited;
}

describe("ignoring a finding by a comment", () => {
  it("goes above the instruction, however far inside it the finding is", () => {
    assert.equal(
      ignore("FROM a:1\nRUN true && \\\n  # note\n\n  sudo x\nUSER b\n", "sudo-in-run", "line"),
      "FROM a:1\n# drydock ignore=sudo-in-run\nRUN true && \\\n  # note\n\n  sudo x\nUSER b\n",
    );
    assert.equal(
      ignore("# escape=`\r\nFROM a:1\r\nRUN true `\r\n  && sudo x\r\n", "sudo-in-run", "line"),
      "# escape=`\r\nFROM a:1\r\n# drydock ignore=sudo-in-run\r\nRUN true `\r\n  && sudo x\r\n",
    );
    assert.equal(
      ignore("FROM a:1\nRUN <<EOF\nsudo x\nEOF\n", "sudo-in-run", "line"),
      "FROM a:1\n# drydock ignore=sudo-in-run\nRUN <<EOF\nsudo x\nEOF\n",
    );
  });

  it("speaks hadolint where the file does, and joins the comment that stands there", () => {
    assert.equal(
      ignore("FROM a:1\n# hadolint ignore=DL3059 # why\nRUN sudo x\n", "sudo-in-run", "line"),
      "FROM a:1\n# hadolint ignore=DL3059,DL3004 # why\nRUN sudo x\n",
    );
    assert.equal(
      ignore("FROM a:1\n  # drydock ignore=wget-and-curl\n  RUN sudo x\n", "sudo-in-run", "line"),
      "FROM a:1\n  # drydock ignore=wget-and-curl,sudo-in-run\n  RUN sudo x\n",
    );
  });

  it("stands below the directives for the file", () => {
    assert.equal(
      ignore("# syntax=docker/dockerfile:1\nFROM a:1\nRUN sudo x\nRUN sudo y\n", "sudo-in-run", "file"),
      "# syntax=docker/dockerfile:1\n# drydock global ignore=sudo-in-run\nFROM a:1\nRUN sudo x\nRUN sudo y\n",
    );
    assert.equal(
      ignore("\uFEFFFROM a:1\nRUN sudo x\n", "sudo-in-run", "file"),
      "\uFEFF# drydock global ignore=sudo-in-run\nFROM a:1\nRUN sudo x\n",
    );
    assert.equal(
      ignore("# hadolint global ignore=DL3059\nFROM a:1\nRUN sudo x\n", "sudo-in-run", "file"),
      "# hadolint global ignore=DL3059,DL3004\nFROM a:1\nRUN sudo x\n",
    );
  });

  it("goes above the entry of a Compose file, with its indentation", () => {
    const text = "services:\n  web:\n    image: a:1\n    privileged: true\n";
    assert.equal(
      ignore(text, "privileged-service", "line", "compose"),
      "services:\n  web:\n    image: a:1\n    # drydock ignore=privileged-service\n    privileged: true\n",
    );
    assert.equal(
      ignore(text, "privileged-service", "file", "compose"),
      `# drydock global ignore=privileged-service\n${text}`,
    );
  });
});
