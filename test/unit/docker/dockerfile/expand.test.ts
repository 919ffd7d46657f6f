import assert from "node:assert/strict";
import { expandWord, globalScope, scopeAt } from "../../../../src/docker/dockerfile/expand";
import { parseDockerfile } from "../../../../src/docker/dockerfile/parse";
import { readStages } from "../../../../src/docker/dockerfile/stages";

/** The WORKDIR of the last stage with its variables replaced. */
function workdir(text: string): string | null {
  const file = parseDockerfile(text);
  const graph = readStages(file);
  const stage = graph.stages.at(-1);
  const instruction = stage?.instructions.find(each => each.kind === "WORKDIR");
  const word = instruction?.words[0];
  assert.ok(stage && instruction && word);
  return expandWord(word, scopeAt(graph, stage, instruction.index, file.escape), file.escape);
}

describe("expandWord", () => {
  it("replaces variables of ENV and ARG, with modifiers", () => {
    assert.equal(workdir("FROM a\nENV A=/x\nARG B=y\nWORKDIR $A/${B}/${C:-z}/${A:+set}\n"), "/x/y/z/set");
    assert.equal(workdir("FROM a\nENV A=\nWORKDIR /${A:-d}${A-e}\n"), "/d");
    assert.equal(workdir("FROM a\nWORKDIR /\\$A\n"), "/$A");
  });

  it("gives null where a value is not known", () => {
    assert.equal(workdir("FROM a\nARG A\nWORKDIR /$A\n"), null);
    assert.equal(workdir("FROM a\nARG A\nWORKDIR /${A%.*}\n"), null);
    assert.equal(workdir("FROM a\nARG A\nENV B=b\nWORKDIR /${B:-${A}/x}/c\n"), "/b/c");
    assert.equal(workdir(`FROM a\nENV A=${"x".repeat(3000)}\nWORKDIR /\${A%%*x*x*x*y}\n`), null);
  });

  it("takes quotes and escapes away as BuildKit does", () => {
    assert.equal(workdir("FROM a\nENV A=x\nWORKDIR '/$A\\$A'/\"$A\"\n"), "/$A\\$A/x");
    assert.equal(workdir("FROM a\nENV A=x\nWORKDIR /a\\\\$A\n"), "/a\\x");
    assert.equal(workdir("FROM a\nWORKDIR '/\\$A'\n"), "/\\$A");
    assert.equal(workdir("FROM a\nWORKDIR /$1${2:-b}$.\n"), "/b$.");
  });

  it("matches patterns", () => {
    const cut = (value: string, expansion: string): string | null =>
      workdir(`FROM a\nENV A=${value}\nWORKDIR /\${A${expansion}}\n`);
    assert.equal(cut("3.11.2", "%.*"), "/3.11");
    assert.equal(cut("3.11.2", "%%.*"), "/3");
    assert.equal(cut("a/b/c", "#*/"), "/b/c");
    assert.equal(cut("a/b/c", "##*/"), "/c");
    assert.equal(cut("1.2.3", "//./-"), "/1-2-3");
    assert.equal(cut("1.2.3", "/./"), "/12.3");
    assert.equal(cut("ab", "#?"), "/b");
    assert.equal(cut("a*b", "%\\**"), "/a");
  });

  it("lets ENV win over ARG", () => {
    assert.equal(workdir("FROM a\nENV A=env\nARG A=arg\nWORKDIR /$A\n"), "/env");
  });

  it("sees arguments before FROM only where they are declared again", () => {
    assert.equal(workdir("ARG A=x\nFROM a\nWORKDIR /$A\n"), "/");
    assert.equal(workdir("ARG A=x\nFROM a\nARG A\nWORKDIR /$A\n"), "/x");
  });

  it("inherits from earlier stages, and uses old values within one ENV", () => {
    assert.equal(workdir("FROM a AS b\nENV A=x\nFROM b\nWORKDIR /$A\n"), "/x");
    assert.equal(workdir("FROM a\nENV A=1\nENV A=2 B=$A\nWORKDIR /$B\n"), "/1");
  });

  it("expands earlier arguments in later ones", () => {
    const file = parseDockerfile("ARG A=3\nARG B=$A.13\nFROM a\n");
    assert.equal(globalScope(readStages(file), file.escape).get("B"), "3.13");
  });
});
