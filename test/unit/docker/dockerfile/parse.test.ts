import assert from "node:assert/strict";
import fc from "fast-check";
import { parseDockerfile } from "../../../../src/docker/dockerfile/parse";
import type { Dockerfile, Instruction, InstructionOf } from "../../../../src/docker/dockerfile/types";
import type { Span } from "../../../../src/model/place";

function at(file: Dockerfile, span: Span): string {
  return file.text.slice(span.start, span.end);
}

function only<Kind extends Instruction["kind"]>(file: Dockerfile, kind: Kind): InstructionOf<Kind> {
  const found = file.instructions.filter((each): each is InstructionOf<Kind> => each.kind === kind);
  assert.equal(found.length, 1);
  const [first] = found;
  assert.ok(first);
  return first;
}

describe("parseDockerfile", () => {
  it("reads directives at the top only", () => {
    const file = parseDockerfile("# syntax = docker/dockerfile:1\n#escape=`\n# a comment\n# check=skip=all\nFROM a\n");
    assert.deepEqual(
      file.directives.map(directive => [directive.name, directive.value]),
      [
        ["syntax", "docker/dockerfile:1"],
        ["escape", "`"],
      ],
    );
    assert.equal(file.escape, "`");
  });

  it("ends the directives at an unknown one", () => {
    const file = parseDockerfile("# unknown=1\n# escape=`\nFROM a\n");
    assert.deepEqual(file.directives, []);
    assert.equal(file.escape, "\\");
  });

  it("reports a repeated and a wrong escape directive", () => {
    const codes = (text: string): readonly string[] => parseDockerfile(text).problems.map(problem => problem.code);
    assert.deepEqual(codes("# escape=\\\n# escape=`\nFROM a\n"), ["duplicate-directive"]);
    assert.deepEqual(codes("# escape=x\nFROM a\n"), ["invalid-escape"]);
  });

  it("drops a byte order mark and carriage returns at line ends, not a lone one", () => {
    const file = parseDockerfile("\uFEFFFROM a\r\nRUN x \\\r\n  y\r\nENV A=1\rB\n");
    assert.deepEqual(
      file.instructions.map(each => each.kind),
      ["FROM", "RUN", "ENV"],
    );
    assert.equal(only(file, "RUN").body.text, "x   y");
    assert.equal(only(file, "FROM").keywordSpan.start, 1);
  });

  it("joins continued lines with comments and empty lines between", () => {
    const file = parseDockerfile("FROM a\nRUN one \\\n  # note \\\n\n  two\nUSER b\n");
    const run = only(file, "RUN");
    assert.equal(run.body.text, "one   two");
    assert.equal(run.inner[0]?.text, "note \\");
    assert.equal(run.emptyLines.length, 1);
    assert.equal(at(file, run.span), "RUN one \\\n  # note \\\n\n  two");
    assert.equal(file.instructions.length, 3);
  });

  it("does not continue a line behind a doubled escape character", () => {
    assert.equal(parseDockerfile("FROM a\nRUN x \\\\\nUSER b\n").instructions.length, 3);
  });

  it("joins a keyword that a continuation splits", () => {
    const file = parseDockerfile("FROM a\nRU\\\nN x\n");
    assert.equal(only(file, "RUN").body.text, "x");
    assert.equal(at(file, only(file, "RUN").keywordSpan), "RU\\\nN");
  });

  it("keeps exact spans of words behind continuations", () => {
    const file = parseDockerfile("FROM a\nENV A=1 \\\n    B='two words'\n");
    const env = only(file, "ENV");
    assert.deepEqual(
      env.pairs.map(pair => [pair.key.value, pair.value?.value, at(file, pair.span)]),
      [
        ["A", "1", "A=1"],
        ["B", "two words", "B='two words'"],
      ],
    );
  });

  it("tells the legacy form of ENV by its first word", () => {
    const legacy = only(parseDockerfile("FROM a\nENV NAME some value=x\n"), "ENV");
    assert.equal(legacy.legacy, true);
    assert.equal(legacy.pairs[0]?.value?.raw, "some value=x");
    const pairs = parseDockerfile("FROM a\nENV A=1 B\n");
    assert.equal(only(pairs, "ENV").legacy, false);
    assert.deepEqual(
      pairs.problems.map(problem => [problem.code, at(pairs, problem.span)]),
      [["missing-equals", "B"]],
    );
  });

  it("reports an open quote on either side of =", () => {
    const spanOf = (text: string): string => {
      const file = parseDockerfile(text);
      const problem = file.problems[0];
      assert.equal(problem?.code, "unterminated-quote");
      return at(file, problem.span);
    };
    assert.equal(spanOf("FROM a\nENV A='x\n"), "'x");
    assert.equal(spanOf("FROM a\nENV 'A=x'\n"), "'A");
  });

  it("takes valid JSON arrays of strings as the exec form only", () => {
    const cmd = (body: string): InstructionOf<"CMD"> => only(parseDockerfile(`FROM a\nCMD ${body}\n`), "CMD");
    assert.deepEqual(
      cmd('["a", "b\\"c"]').json?.items.map(item => item.value),
      ["a", 'b"c'],
    );
    assert.equal(cmd("['a']").json, null);
    assert.equal(cmd('["a"] x').json, null);
    assert.deepEqual(
      parseDockerfile('FROM a\nCMD ["a", 1]\n').problems.map(problem => problem.code),
      ["nested-json"],
    );
  });

  it("reads flags with their values and stops at the first argument", () => {
    const file = parseDockerfile("FROM a\nCOPY --link --chown=a:b --from=x src --not-a-flag dst\n");
    const copy = only(file, "COPY");
    assert.deepEqual(
      copy.flags.map(flag => [flag.name, flag.value]),
      [
        ["link", null],
        ["chown", "a:b"],
        ["from", "x"],
      ],
    );
    assert.deepEqual(
      copy.sources.map(word => word.raw),
      ["src", "--not-a-flag"],
    );
    assert.equal(copy.destination?.raw, "dst");
  });

  it("reads several heredocs in order", () => {
    const file = parseDockerfile("FROM a\nCOPY <<one <<-'two' /x/\nbody 1\none\n\tbody 2\n\ttwo\nUSER b\n");
    const copy = only(file, "COPY");
    assert.deepEqual(
      copy.heredocs.map(heredoc => [heredoc.name, heredoc.body, heredoc.expand, heredoc.chomp]),
      [
        ["one", "body 1\n", true, false],
        ["two", "\tbody 2\n", false, true],
      ],
    );
    assert.deepEqual(copy.sources, []);
    assert.equal(file.instructions.length, 3);
    assert.equal(at(file, copy.fullSpan).endsWith("two"), true);
  });

  it("takes neither <<< nor the JSON form nor other instructions for heredocs", () => {
    for (const line of ["RUN cat <<< EOF", 'RUN ["cat", "<<EOF"]', "CMD cat <<EOF", "RUN echo '<<EOF'", "RUN a<<EOF"]) {
      assert.deepEqual(parseDockerfile(`FROM a\n${line}\n`).problems, [], line);
    }
  });

  it("reports an unterminated heredoc and one behind ONBUILD", () => {
    const file = parseDockerfile("FROM a\nONBUILD RUN 3<<EOF\nx\n");
    assert.deepEqual(
      file.problems.map(problem => [problem.code, at(file, problem.span)]),
      [["unterminated-heredoc", "3<<EOF"]],
    );
    const { trigger } = only(file, "ONBUILD");
    assert.equal(trigger?.kind, "RUN");
    assert.equal(trigger.heredocs[0]?.descriptor, 3);
  });

  it("finds variables with all modifiers, nested, and not in single quotes", () => {
    const file = parseDockerfile("FROM a\nENV A=$x B=${y:-${z}} C='$no' D=\"${p%%*/}\" E=\\$no F=${q//a/b}\n");
    const found = only(file, "ENV").pairs.flatMap(pair => pair.value?.variables ?? []);
    assert.deepEqual(
      found.map(each => [each.name, each.modifier, each.word, each.nested.map(inner => inner.name)]),
      [
        ["x", null, "", []],
        ["y", ":-", "${z}", ["z"]],
        ["p", "%%", "*/", []],
        ["q", "//", "a/b", []],
      ],
    );
  });

  it("says why a substitution is wrong", () => {
    const problem = (text: string): string | null | undefined =>
      only(parseDockerfile(`FROM a\nENV A=${text}\n`), "ENV").pairs[0]?.value?.variables[0]?.problem;
    assert.equal(problem("${x"), "missing `}`");
    assert.equal(problem("${x:=y}"), "unsupported modifier (:=)");
    assert.equal(problem("${}"), "bad substitution");
    assert.equal(problem("${x+y}"), null);
  });

  it("reads HEALTHCHECK, ONBUILD of unknown words, and goes on after errors", () => {
    const file = parseDockerfile('FROM a\nHEALTHCHECK --interval=5s CMD ["a"]\nNOPE x\nONBUILD nope y\nUSER b\n');
    const check = only(file, "HEALTHCHECK");
    assert.equal(check.type?.raw, "CMD");
    assert.deepEqual(
      check.json?.items.map(item => item.value),
      ["a"],
    );
    assert.deepEqual(
      file.instructions.map(each => each.kind),
      ["FROM", "HEALTHCHECK", "UNKNOWN", "ONBUILD", "USER"],
    );
  });

  it("keeps the comments above an instruction", () => {
    const file = parseDockerfile("# one\n# two\nFROM a\n#\n# three\nUSER b\n");
    assert.deepEqual(
      file.instructions.map(each => each.comments.map(comment => comment.text)),
      [["one", "two"], ["three"]],
    );
  });

  it("never throws and keeps all spans within the text", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "FROM a\n",
        "RUN x \\\n",
        "COPY <<E /x\n",
        "E\n",
        "# escape=`\n",
        "ENV A=${",
        "'",
        '"',
        "[",
        "]",
        "\\",
        "`\n",
        "\r\n",
        "ONBUILD ",
        "--mount=type=",
        "<<-",
        "$",
        "}",
        "\uFEFF",
        "\n\n",
      ),
      fc.string({ unit: "binary", maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
        const text = pieces.join("");
        const file = parseDockerfile(text);
        const check = (span: Span): void => {
          assert.ok(span.start >= 0 && span.start <= span.end && span.end <= text.length);
        };
        for (const each of file.instructions) {
          for (const part of [each, ...each.words, ...each.flags, ...each.heredocs, ...each.inner]) check(part.span);
          check(each.keywordSpan);
          check(each.fullSpan);
          check(each.bodySpan);
          assert.equal(at(file, each.keywordSpan).startsWith(each.keyword[0] ?? ""), true);
        }
        for (const problem of file.problems) check(problem.span);
      }),
      { numRuns: 200 },
    );
  });
});
