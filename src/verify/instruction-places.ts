import { parseDockerfile } from "../docker/dockerfile/parse";
import { chainOf, readStages, type Stage, type StageGraph } from "../docker/dockerfile/stages";
import type { Dockerfile, Instruction } from "../docker/dockerfile/types";
import type { Place } from "../model/place";
import type { ImageHistory } from "../model/ports";
import { maskLine } from "../workspace/mask";
import { SourceText } from "../workspace/source-text";

/** A Dockerfile with the one stage that a build of it makes, and where its instructions stand. */
export interface BuiltFile {
  readonly path: string;
  readonly file: Dockerfile;
  readonly graph: StageGraph;
  /** The stage that is built: the target, else the last one. */
  readonly stage: Stage | null;
  /** What the build is given for ARG. */
  readonly args: Readonly<Record<string, string>>;
  readonly placeOf: (instruction: Instruction) => Place;
}

export function readBuiltFile(
  path: string,
  text: string,
  target: string | null,
  args: BuiltFile["args"] = {},
): BuiltFile {
  const file = parseDockerfile(text);
  const graph = readStages(file);
  const source = new SourceText(text);
  return {
    path,
    file,
    graph,
    stage: (target === null ? null : stageNamed(graph, target)) ?? graph.final,
    args,
    placeOf(instruction) {
      const { line, column } = source.position(instruction.span.start);
      return { path, line, column, text: maskLine(source.line(line), path).slice(0, 200), confidence: "high" };
    },
  };
}

function stageNamed(graph: StageGraph, name: string): Stage | null {
  return graph.stages.findLast(stage => stage.name === name.toLowerCase()) ?? graph.stages[Number(name)] ?? null;
}

/** What the built stage says, its bases first: the instructions that the image's history ends in. */
export function instructionsOf(built: BuiltFile): readonly Instruction[] {
  return built.stage === null ? [] : chainOf(built.stage).flatMap(stage => stage.instructions);
}

/**
 * The instruction behind each entry of an image's history, told from the end, as the base image comes first and its own
 * instructions are not in our file. Null for those.
 */
export function historyInstructions(
  built: BuiltFile,
  history: readonly ImageHistory[],
): readonly (Instruction | null)[] {
  const found: (Instruction | null)[] = history.map(() => null);
  const own = [...instructionsOf(built)];
  for (let index = history.length - 1; index >= 0 && own.length > 0; index--) {
    const keyword = history[index]?.instruction.split(" ", 1)[0]?.toUpperCase();
    const match = own.findLastIndex(instruction => instruction.keyword.toUpperCase() === keyword);
    // An instruction that left no entry behind is skipped; an entry that is nobody's belongs to the base.
    if (match < 0 || own.length - match > 4) continue;
    found[index] = own[match] ?? null;
    own.length = match;
  }
  return found;
}

/** `[2/5] …`, `[stage 2/5] …` and, in builds for several platforms, `[linux/amd64 stage 2/5] …`. */
const STEP = /^\[(?:\w+\/\S+ )?(?:([^\s/]+) )?(\d+)\/(\d+)\] ([\s\S]*)$/;

/** The instruction of a build's step such as `[build 3/7] RUN pip install .`, by its text, else by its number. */
export function stepInstruction(built: BuiltFile, name: string): Instruction | null {
  const match = STEP.exec(name);
  if (!match) return null;
  const [, stageName, number = "1", , text = ""] = match;
  const stages = built.graph.stages.filter(
    stage => stageName === undefined || stage.name === stageName.toLowerCase() || `stage-${stage.index}` === stageName,
  );
  const wanted = flat(text);
  for (const stage of stages.length > 0 ? stages : built.graph.stages) {
    const all = [...(stage.from ? [stage.from] : []), ...stage.instructions];
    const same = all.find(instruction => flat(textOf(built, instruction)) === wanted);
    if (same) return same;
    if (stages.length !== 1) continue;
    // Variables are expanded in a step's name: the n-th instruction that makes a layer is meant.
    const working = all.filter(({ kind }) => LAYERS.has(kind));
    const keyword = wanted.split(" ", 1)[0]?.toUpperCase();
    const counted = working[Number(number) - 1];
    if (counted?.keyword.toUpperCase() === keyword) return counted ?? null;
  }
  return null;
}

const LAYERS = new Set(["FROM", "RUN", "COPY", "ADD", "WORKDIR"]);

export function textOf(built: BuiltFile, instruction: Instruction): string {
  return built.file.text.slice(instruction.span.start, instruction.span.end);
}

function flat(text: string): string {
  return text
    .replace(/^\s*#.*$/gm, "")
    .replace(/\\\r?\n/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
