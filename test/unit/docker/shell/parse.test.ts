import assert from "node:assert/strict";
import fc from "fast-check";
import { plainText } from "../../../../src/docker/dockerfile/logical-text";
import { parseDockerfile } from "../../../../src/docker/dockerfile/parse";
import { parseShell } from "../../../../src/docker/shell/parse";
import { readRunScript } from "../../../../src/docker/shell/run-script";
import type { ShellCommand } from "../../../../src/docker/shell/types";

function commands(text: string): readonly ShellCommand[] {
  return parseShell(plainText(text, 0)).commands;
}

function texts(text: string): readonly string[] {
  return commands(text).map(command => command.words.map(word => word.text).join(" "));
}

/** The commands of the RUN of a Dockerfile. */
function run(text: string): readonly ShellCommand[] {
  const instruction = parseDockerfile(`FROM a\n${text}`).instructions.at(-1);
  assert.ok(instruction);
  return readRunScript(instruction).commands;
}

describe("parseShell", () => {
  it("splits lists with their operators", () => {
    assert.deepEqual(
      commands("a && b || c; d & e | f |& g\nh").map(command => [command.connector, command.name]),
      [
        [null, "a"],
        ["&&", "b"],
        ["||", "c"],
        [";", "d"],
        ["&", "e"],
        ["|", "f"],
        ["|&", "g"],
        ["newline", "h"],
      ],
    );
  });

  it("resolves quotes and escapes", () => {
    const [command] = commands(`echo 'a b' "c \\"d\\"" e\\ f "$x" *.py`);
    assert.ok(command);
    assert.deepEqual(
      command.arguments.map(word => [word.text, word.value, word.quoted, word.glob]),
      [
        ["a b", "a b", true, false],
        ['c "d"', 'c "d"', true, false],
        ["e f", "e f", true, false],
        ["$x", null, true, false],
        ["*.py", "*.py", false, true],
      ],
    );
    assert.deepEqual(command.arguments[3]?.variables, ["x"]);
  });

  it("keeps assignments and redirections apart", () => {
    const [command] = commands("A=1 B='x y' cmd arg > out 2>&1 < in");
    assert.ok(command);
    assert.deepEqual(
      command.assignments.map(each => [each.name, each.value.text]),
      [
        ["A", "1"],
        ["B", "x y"],
      ],
    );
    assert.deepEqual(
      command.redirections.map(each => [each.descriptor, each.operator, each.target?.text]),
      [
        [null, ">", "out"],
        [2, ">&", "1"],
        [null, "<", "in"],
      ],
    );
    assert.deepEqual(
      command.arguments.map(word => word.text),
      ["arg"],
    );
  });

  it("reads compound commands, groups, subshells and functions", () => {
    assert.deepEqual(texts("if a; then b; elif c; then d; else e; fi"), ["a", "b", "c", "d", "e"]);
    assert.deepEqual(texts("for x in 1 $(list); do body $x; done; after"), ["list", "body $x", "after"]);
    assert.deepEqual(texts("while read l; do b; done < f"), ["read l", "b"]);
    assert.deepEqual(texts('case "$x" in a|b) one;; (c) two;; *) three;; esac; after'), [
      "one",
      "two",
      "three",
      "after",
    ]);
    assert.deepEqual(texts("(a; b) && { c; d; }"), ["a", "b", "c", "d"]);
    assert.deepEqual(texts("f() { a; }; function g { b; }; f"), ["a", "b", "f"]);
    assert.deepEqual(texts("[[ $a == b && c ]] && d"), ["[[ $a == b c ]]", "d"]);
    assert.deepEqual(texts("! a"), ["a"]);
    assert.deepEqual(texts("x=$((1 + 2)); ((x++)); a"), ["", "a"]);
  });

  it("reads substitutions as scripts of their own", () => {
    const found = commands('echo "$(a "$(b)")" `c`');
    assert.deepEqual(
      found.map(command => [command.name, command.substituted, command.depth]),
      [
        ["echo", false, 0],
        ["a", true, 1],
        ["b", true, 2],
        ["c", true, 1],
      ],
    );
  });

  it("ends at comments and goes on behind the line", () => {
    assert.deepEqual(texts("a # b && c\nd#e"), ["a", "d#e"]);
  });

  it("finds the command behind sudo, env, timeout and others", () => {
    assert.deepEqual(
      commands("sudo -u bob env A=1 timeout 5 pip install x").map(command => command.name),
      ["sudo", "env", "timeout", "pip"],
    );
    assert.deepEqual(
      commands("xargs -n 1 rm -f; exec gosu app python").map(command => command.name),
      ["xargs", "rm", "exec", "gosu", "python"],
    );
    assert.deepEqual(
      commands("su app -s /bin/sh -c /srv/run.sh; su - app -c 'gunicorn w'; runuser -u app -- uvicorn m:a").map(
        command => command.name,
      ),
      ["su", "run.sh", "su", "gunicorn", "runuser", "uvicorn"],
    );
  });

  it("finds the script of sh -c with its offsets", () => {
    const text = "bash -lc 'cd /x && make' && sh -o pipefail -c \"a | b\"";
    const found = commands(text);
    assert.deepEqual(
      found.map(command => command.name),
      ["bash", "cd", "make", "sh", "a", "b"],
    );
    const make = found[2];
    assert.ok(make);
    assert.equal(text.slice(make.span.start, make.span.end), "make");
    assert.equal(make.wrapper?.name, "bash");
  });

  it("gives the last path segment as the name", () => {
    assert.deepEqual(
      commands("/usr/bin/apt-get update; $CMD x; A=1").map(command => command.name),
      ["apt-get", null, null],
    );
  });

  it("counts a pipeline once", () => {
    const script = parseShell(plainText("a | b | c; d || e | f", 0));
    assert.equal(script.pipes.length, 2);
  });

  it("takes heredoc bodies out of the script", () => {
    const [cat] = commands("cat <<EOF > f\nnot a command\nEOF\nls");
    assert.equal(cat?.redirections[0]?.body, "not a command\n");
    assert.deepEqual(texts("cat <<EOF\nx\nEOF\nls"), ["cat", "ls"]);
  });

  it("says what is not closed", () => {
    assert.equal(parseShell(plainText("echo 'x", 0)).problems.length, 1);
    assert.equal(parseShell(plainText("echo $(x", 0)).problems.length, 1);
    assert.equal(parseShell(plainText("echo ok", 0)).problems.length, 0);
  });

  it("never throws, never hangs, and keeps spans within the text", () => {
    const piece = fc.constantFrom(
      ..."a b|c&d;e'f\"g$h(i)j{k}l`m\\n<o>p#q\nr=s*".split(""),
      "$((",
      "))",
      "if ",
      "fi ",
      "case x in ",
      "esac ",
      "sh -c '",
      "<<E\n",
      "$(",
      "sudo ",
      " && ",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
        const text = pieces.join("");
        for (const command of commands(text)) {
          for (const { span } of [command, ...command.words, ...command.redirections, ...command.assignments]) {
            assert.ok(span.start >= 0 && span.start <= span.end && span.end <= text.length);
          }
        }
      }),
      { numRuns: 500 },
    );
    commands("$(".repeat(3000));
    commands("sudo ".repeat(3000));
  });
});

describe("readRunScript", () => {
  it("maps words behind continuations back to the file", () => {
    const text = "FROM a\nRUN apt-get update && \\\n    apt-get install \\\n      curl\n";
    const instruction = parseDockerfile(text).instructions[1];
    assert.ok(instruction);
    const [, install] = readRunScript(instruction).commands;
    const word = install?.arguments[1];
    assert.ok(word);
    assert.equal(text.slice(word.span.start, word.span.end), "curl");
  });

  it("reads the exec form, and the script of its shell", () => {
    assert.deepEqual(
      run('RUN ["apt-get", "install", "x"]\n').map(command => command.words.map(word => word.text).join(" ")),
      ["apt-get install x"],
    );
    assert.deepEqual(
      run('RUN ["/bin/bash", "-c", "a | b"]\n').map(command => command.name),
      ["bash", "a", "b"],
    );
    const wrapped = run('RUN ["sudo", "env", "A=1", "sh", "-c", "a && b"]\n');
    assert.deepEqual(
      wrapped.map(command => [command.name, command.wrapper?.name ?? null, command.assignments.length]),
      [
        ["sudo", null, 0],
        ["env", "sudo", 0],
        ["sh", "env", 1],
        ["a", "sh", 0],
        ["b", "sh", 0],
      ],
    );
    assert.deepEqual(run("RUN []\n"), []);
  });

  it("reads a heredoc as a script, unless it names another interpreter", () => {
    assert.deepEqual(
      run("RUN <<EOF\na\nb | c\nEOF\n").map(command => command.name),
      ["a", "b", "c"],
    );
    assert.deepEqual(run("RUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF\n"), []);
    assert.deepEqual(
      run("RUN bash -e <<EOF\na\nEOF\n").map(command => command.name),
      ["bash", "a"],
    );
    assert.deepEqual(
      run("RUN cat <<EOF > /x\nrm -rf /\nEOF\n").map(command => command.name),
      ["cat"],
    );
  });
});
