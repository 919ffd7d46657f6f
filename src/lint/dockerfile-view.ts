import { parseDockerfile } from "../docker/dockerfile/parse";
import { readStages } from "../docker/dockerfile/stages";
import { templateMark } from "../docker/dockerfile/template";
import type { Stage } from "../docker/dockerfile/stages";
import type { Instruction } from "../docker/dockerfile/types";
import { readRunScript } from "../docker/shell/run-script";
import type { DockerfileView, RunStep } from "./dockerfile-context";

/** Reads a Dockerfile once for all rules. */
export function readDockerfileView(path: string, text: string): DockerfileView {
  const file = parseDockerfile(text);
  const graph = readStages(file);
  const stages = stageByIndex(graph.stages, file.instructions.length);
  const instructions: Instruction[] = [];
  for (const instruction of file.instructions) {
    instructions.push(instruction);
    if (instruction.kind === "ONBUILD" && instruction.trigger !== null) instructions.push(instruction.trigger);
  }
  const runs: RunStep[] = [];
  for (const instruction of instructions) {
    if (instruction.kind !== "RUN") continue;
    const stage = stages[instruction.index] ?? null;
    const script = readRunScript(instruction);
    runs.push({ instruction, stage, script, commands: script.commands });
  }
  const stageOf = (instruction: Instruction): Stage | null => stages[instruction.index] ?? null;
  return { path, text, file, template: templateMark(file, path), graph, instructions, runs, stageOf };
}

const VIEWS = new WeakMap<object, DockerfileView>();

/** The same, read once for each file that is given: whoever lints it, asks ShellCheck about it or explains it. */
export function dockerfileViewOf(file: { readonly path: string; readonly text: string }): DockerfileView {
  const known = VIEWS.get(file);
  if (known !== undefined) return known;
  const view = readDockerfileView(file.path, file.text);
  VIEWS.set(file, view);
  return view;
}

/** The stage of each instruction by the instruction's index. */
function stageByIndex(stages: readonly Stage[], count: number): readonly (Stage | null)[] {
  const byIndex: (Stage | null)[] = new Array<Stage | null>(count).fill(null);
  for (const stage of stages) {
    if (stage.from !== null) byIndex[stage.from.index] = stage;
    for (const instruction of stage.instructions) byIndex[instruction.index] = stage;
  }
  return byIndex;
}
