import assert from "node:assert/strict";
import { readDockerfileView } from "../../../../src/lint/dockerfile-view";
import { shellSources } from "../../../../src/lint/shellcheck/scripts";

/** The interpreter's line and the script of each RUN, and the variables that are not everywhere. */
function read(...lines: readonly string[]): readonly { shell: string; variables: string; script: string }[] {
  return shellSources(readDockerfileView("Dockerfile", lines.join("\n"))).map(({ program, prelude, script }) => {
    const head = program.slice(0, prelude).split("\n");
    const names = head.slice(1).flatMap(line => /^export (\w+)=1$/.exec(line)?.[1] ?? []);
    return {
      shell: head[0] ?? "",
      variables: names.filter(name => !/_proxy$/i.test(name)).join(" "),
      script: script.text,
    };
  });
}

const shells = (...lines: readonly string[]): readonly string[] => read(...lines).map(({ shell }) => shell);

describe("RUN scripts for ShellCheck", () => {
  it("are the shell form's, also behind ONBUILD, and never the exec form's", () => {
    assert.deepEqual(
      read("FROM a", "RUN echo $x", 'RUN ["echo", "$y"]', "ONBUILD RUN echo $z", "RUN").map(({ script }) => script),
      ["echo $x", "echo $z"],
    );
  });

  it("know the variables that the build has set by then, from the stage and its base, and no others", () => {
    const found = read(
      "ARG GLOBAL=1",
      "FROM a AS base",
      "ARG one",
      "ENV two=2 three=3",
      "FROM base",
      "ENV four 4",
      "RUN echo $one $two $three ${four:-x} $five",
      "ENV five=5",
      "FROM other",
      "RUN echo $one $GLOBAL",
    );
    assert.deepEqual(
      found.map(({ variables }) => variables),
      ["four one three two", ""],
    );
    assert.deepEqual(
      read("FROM a", "ARG one", "ENV two=2", "ONBUILD RUN echo $one $two").map(({ variables }) => variables),
      ["two"],
      "the build that pulls the trigger has no such argument",
    );
    assert.match(
      shellSources(readDockerfileView("Dockerfile", "FROM a\nRUN echo $http_proxy"))[0]?.program ?? "",
      /export http_proxy=1/,
    );
  });

  it("know all variables of a usual stage, and of a very long one those that they name, so that programs stay short", () => {
    const variables = (...lines: readonly string[]) => read(...lines).map(each => each.variables);
    assert.deepEqual(variables("FROM a", "ENV one=1 two=2", "RUN echo $tow"), ["one two"]);
    assert.deepEqual(variables("FROM a", "ENV one=1 two=2", "RUN echo two"), [""], "no script without $ reads any");
    const many = Array.from({ length: 300 }, (_, index) => `ENV V${index}=1`);
    assert.deepEqual(variables("FROM a", ...many, "RUN echo $V7 V299", "ENV V8=2", "RUN echo $V300"), ["V299 V7", ""]);
  });

  it("are read as the shell of SHELL, carried to stages that build on the stage", () => {
    const bash = 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]';
    assert.deepEqual(shells("FROM a", "RUN x", bash, "RUN y"), ["#!/bin/sh", "#!/bin/bash"]);
    assert.deepEqual(shells("FROM a AS b", bash, "FROM b AS c", "FROM c", "RUN y"), ["#!/bin/bash"]);
    assert.deepEqual(shells("FROM a AS b", bash, "FROM a", "RUN y"), ["#!/bin/sh"]);
    assert.deepEqual(shells("FROM a", 'SHELL ["/bin/ash", "-c"]', "RUN y"), ["#!/bin/dash"]);
    for (const foreign of ["pwsh", "cmd.exe", "C:\\\\\\\\Windows\\\\\\\\powershell.exe", "/bin/zsh"]) {
      assert.deepEqual(shells("FROM a", `SHELL ["${foreign}", "-c"]`, "RUN y"), [], foreign);
    }
  });

  it("are read as hadolint's shell comment says, for the file above the first FROM, else from there on", () => {
    assert.deepEqual(shells("# hadolint shell=powershell.exe", "FROM a", "RUN x", "FROM b", "RUN y"), []);
    assert.deepEqual(shells("FROM a", "# hadolint shell = pwsh", "RUN x", "FROM b", "RUN y"), ["#!/bin/sh"]);
    assert.deepEqual(shells("# hadolint shell=pwsh", "FROM a", 'SHELL ["bash", "-c"]', "RUN x"), ["#!/bin/bash"]);
  });

  it("are a heredoc's body, read by the interpreter that its first line names", () => {
    assert.deepEqual(
      read("FROM a", "RUN <<EOF", "cd /x", "EOF").map(({ script }) => script),
      ["cd /x\n"],
    );
    assert.deepEqual(
      read("FROM a", "RUN <<EOF", "#!/usr/bin/env bash", "cd /x", "EOF").map(({ shell, script }) => [shell, script]),
      [["#!/bin/bash", "cd /x\n"]],
    );
    assert.deepEqual(read("FROM a", "RUN <<EOF", "#!/usr/bin/env python3", "import x", "EOF"), []);
    assert.deepEqual(
      read("FROM a", "RUN cat <<EOF > /x && \\", "  echo $y", "$body", "EOF").map(({ script }) => script),
      ["cat <<EOF > /x &&   echo $y\n$body\nEOF"],
    );
  });
});
