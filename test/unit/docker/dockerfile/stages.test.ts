import assert from "node:assert/strict";
import { parseDockerfile } from "../../../../src/docker/dockerfile/parse";
import { chainOf, findStage, lastOf, readStages, shellAt } from "../../../../src/docker/dockerfile/stages";
import type { StageGraph } from "../../../../src/docker/dockerfile/stages";

function graphOf(text: string): StageGraph {
  return readStages(parseDockerfile(text));
}

describe("readStages", () => {
  it("links stages to the ones they build on, without case", () => {
    const { stages } = graphOf("FROM a AS Base\nUSER x\nFROM base AS top\nFROM other\n");
    assert.deepEqual(
      stages.map(stage => [stage.name, stage.base?.name ?? null, stage.final]),
      [
        ["base", null, false],
        ["top", "base", false],
        [null, null, true],
      ],
    );
    const top = stages[1];
    assert.ok(top);
    assert.deepEqual(
      chainOf(top).map(stage => stage.name),
      ["base", "top"],
    );
    assert.equal(lastOf(top, "USER")?.words[0]?.value, "x");
  });

  it("tells needed stages from throw-away ones", () => {
    const { stages } = graphOf(
      "FROM a AS one\nFROM a AS two\nFROM a AS three\nFROM a AS unused\nFROM three\nCOPY --from=one / /x\n" +
        "RUN --mount=from=1,target=/y true\n",
    );
    assert.deepEqual(
      stages.map(stage => stage.reachable),
      [true, true, true, false, true],
    );
    assert.deepEqual(
      stages.map(stage => stage.usedBy.length),
      [1, 1, 1, 0, 0],
    );
  });

  it("keeps arguments before the first FROM apart, and makes a stage of a fragment", () => {
    const graph = graphOf("ARG A=1\nFROM a\n");
    assert.equal(graph.globalArguments.length, 1);
    const fragment = graphOf("RUN x\nUSER y\n");
    assert.equal(fragment.final, null);
    assert.equal(fragment.stages[0]?.instructions.length, 2);
  });

  it("finds earlier stages by name and number only", () => {
    const graph = graphOf("FROM a AS one\nFROM a AS two\nFROM a AS three\n");
    const two = graph.stages[1];
    assert.ok(two);
    assert.equal(findStage(graph, "ONE", two)?.index, 0);
    assert.equal(findStage(graph, "0", two)?.index, 0);
    assert.equal(findStage(graph, "two", two), null);
    assert.equal(findStage(graph, "2", two), null);
    assert.equal(findStage(graph, "three", two), null);
  });

  it("carries SHELL through stages", () => {
    const file = parseDockerfile('FROM a AS one\nRUN x\nSHELL ["bash"]\nFROM one\nRUN y\nFROM a\nRUN z\n');
    const graph = readStages(file);
    const shells = file.instructions
      .filter(each => each.kind === "RUN")
      .map(run => {
        const stage = graph.stages.find(each => each.instructions.includes(run)) ?? null;
        return shellAt(stage, run)?.json?.items[0]?.value ?? null;
      });
    assert.deepEqual(shells, [null, "bash", null]);
  });
});
