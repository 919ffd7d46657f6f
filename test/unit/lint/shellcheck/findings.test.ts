import assert from "node:assert/strict";
import type { Finding } from "../../../../src/model/finding";
import { readDockerfileView } from "../../../../src/lint/dockerfile-view";
import { applyEdits } from "../../../../src/lint/fixes";
import { readHadolintConfiguration } from "../../../../src/lint/read-hadolint-configuration";
import type { LintOptions } from "../../../../src/lint/options";
import { readShellCheckOutput, shellFindings } from "../../../../src/lint/shellcheck/findings";
import { shellSources } from "../../../../src/lint/shellcheck/scripts";

/** Findings as ShellCheck would make them: each `word` in a program is commented with a code and a fix that quotes it. */
function find(text: string, word: string, options: LintOptions = {}, code = 2086): readonly Finding[] {
  const view = readDockerfileView("Dockerfile", text);
  const commented = shellSources(view).map(source => {
    const lines = source.program.split("\n");
    const found = lines.flatMap((line, index) => {
      const at = [...line.slice(0, Math.max(0, line.indexOf(word)))].length;
      if (!line.includes(word)) return [];
      const [column, endColumn] = [at + 1, at + 1 + [...word].length];
      const place = { line: index + 1, endLine: index + 1 };
      const quote = (where: number): unknown => ({ ...place, column: where, endColumn: where, replacement: '"' });
      const fix = { replacements: [quote(column), quote(endColumn)] };
      return [{ file: "-", ...place, column, endColumn, level: "info", code, message: "Double quote it.", fix }];
    });
    return { source, comments: readShellCheckOutput(JSON.stringify({ comments: found }))?.get("-") ?? [] };
  });
  return shellFindings(view, commented, options);
}

describe("ShellCheck's findings", () => {
  it("stand at the words of the file, through continuations, comments and characters of two units", () => {
    const text = "FROM a\nENV x=1\nRUN echo 😀 && \\\n  # why\n  rm -r $dir \\\n    && true\n";
    const [finding] = find(text, "$dir");
    assert.ok(finding);
    assert.equal(text.slice(finding.span.start, finding.span.end), "$dir");
    assert.deepEqual([finding.line, finding.column, finding.endLine, finding.endColumn], [5, 9, 5, 13]);
    assert.deepEqual([finding.code, finding.rule, finding.severity], ["SC2086", "SC2086", "info"]);
  });

  it("leave out repeated spaces that are the beginning of a continued line", () => {
    assert.equal(find("FROM a\nRUN echo a     b\n", "a     b", {}, 2291).length, 1);
    assert.equal(find("FROM a\nRUN echo a \\\n    b\n", "a     b", {}, 2291).length, 0);
    assert.equal(find("FROM a\nRUN echo a \\\n    b\n", "a     b", {}, 2086).length, 1);
  });

  it("stand inside heredocs", () => {
    for (const open of ["RUN <<EOF", "RUN bash <<EOF", "RUN <<EOF cat", "RUN <<-EOF"]) {
      const text = `FROM a\n${open}\necho one\n\trm $dir\nEOF\nRUN true\n`;
      const [finding] = find(text, "$dir");
      assert.ok(finding, open);
      assert.equal(text.slice(finding.span.start, finding.span.end), "$dir", open);
    }
  });

  it("carry ShellCheck's fix, which is never applied unread", () => {
    const text = "FROM a\nRUN rm \\\n  $dir\n";
    const [finding] = find(text, "$dir");
    const [fix] = finding?.fixes ?? [];
    assert.ok(fix && !fix.safe);
    assert.equal(applyEdits(text, fix.edits), 'FROM a\nRUN rm \\\n  "$dir"\n');
  });

  it("are silenced by hadolint's and ShellCheck's comments, and by settings", () => {
    assert.equal(find("FROM a\nRUN rm $dir\n", "$dir").length, 1);
    for (const comment of [
      "# hadolint ignore=SC2086",
      "# hadolint ignore=DL3008,SC2086 # a reason",
      "# shellcheck disable=SC2086",
      "# shellcheck disable=SC2046,2086 # a reason",
      "# drydock ignore=SC2086",
    ]) {
      assert.deepEqual(find(`FROM a\n${comment}\nRUN rm $dir\n`, "$dir"), [], comment);
    }
    assert.deepEqual(find("FROM a\nRUN true && \\\n# shellcheck disable=SC2086\n  rm $dir\n", "$dir"), []);
    assert.deepEqual(find("# hadolint global ignore=SC2086\nFROM a\nRUN rm $dir\n", "$dir"), []);
    assert.equal(find("FROM a\n# hadolint ignore=SC2046\nRUN rm $dir\n", "$dir").length, 1);
    assert.deepEqual(find("FROM a\nRUN rm $dir\n", "$dir", { severities: { SC2086: "off" } }), []);
    const hadolint = readHadolintConfiguration("override: { error: [SC2086] }\n");
    assert.equal(find("FROM a\nRUN rm $dir\n", "$dir", { hadolint })[0]?.severity, "error");
    assert.deepEqual(
      find("FROM a\nRUN rm $dir\n", "$dir", { hadolint: readHadolintConfiguration("ignored: [SC2086]\n") }),
      [],
    );
    assert.deepEqual(find("FROM a\nRUN rm $dir\n", "$dir", { select: ["DL3008"] }), []);
    assert.equal(find("FROM a\nRUN rm $dir\n", "$dir", { select: ["SC2086"] }).length, 1);
  });

  it("leave out what Drydock itself put before the script", () => {
    assert.deepEqual(find("FROM a\nENV dir=1\nRUN true\n", "dir"), []);
  });

  it("are none where the output is something else", () => {
    assert.equal(readShellCheckOutput("no JSON"), null);
    assert.equal(readShellCheckOutput("[]"), null);
    assert.deepEqual(readShellCheckOutput('{"comments":[{"line":"1"},null]}'), new Map());
  });
});
