import type { Stage, StageGraph } from "../../docker/dockerfile/stages";
import type { Instruction, InstructionOf } from "../../docker/dockerfile/types";
import type { DockerfileContext } from "../dockerfile-context";

/** Each file's instructions by kind, made once: almost every rule asks for them. */
const BY_KIND = new WeakMap<readonly Instruction[], ReadonlyMap<Instruction["kind"], readonly Instruction[]>>();
const NONE: readonly never[] = [];

function byKind(instructions: readonly Instruction[]): ReadonlyMap<Instruction["kind"], readonly Instruction[]> {
  const known = BY_KIND.get(instructions);
  if (known !== undefined) return known;
  const made = new Map<Instruction["kind"], Instruction[]>();
  for (const instruction of instructions) {
    const same = made.get(instruction.kind);
    if (same === undefined) made.set(instruction.kind, [instruction]);
    else same.push(instruction);
  }
  BY_KIND.set(instructions, made);
  return made;
}

/** All instructions of the kinds in the order of the file, triggers of ONBUILD included. */
export function instructionsOf<Kind extends Instruction["kind"]>(
  context: DockerfileContext,
  ...kinds: readonly Kind[]
): readonly InstructionOf<Kind>[] {
  const made = byKind(context.instructions);
  const present = kinds.filter(kind => made.has(kind));
  const [only] = present;
  if (only === undefined) return NONE;
  // The lists are kept by kind, so each holds instructions of that kind only.
  if (present.length === 1) return (made.get(only) ?? NONE) as readonly InstructionOf<Kind>[];
  return context.instructions.filter((instruction): instruction is InstructionOf<Kind> =>
    (present as readonly string[]).includes(instruction.kind),
  );
}

/** How stages are built on, by their places; worked out once for each file. */
interface Building {
  /** The final stage and those it builds on. */
  readonly kept: ReadonlySet<number>;
  /** The stages that others build on. */
  readonly bases: ReadonlySet<number>;
}

const BUILDINGS = new WeakMap<StageGraph, Building>();

function buildingOf(graph: StageGraph): Building {
  const known = BUILDINGS.get(graph);
  if (known !== undefined) return known;
  const kept = new Set<number>();
  for (let current = graph.stages.at(-1) ?? null; current !== null; current = current.base) kept.add(current.index);
  const bases = new Set(graph.stages.flatMap(({ base }) => (base === null ? [] : [base.index])));
  const building: Building = { kept, bases };
  BUILDINGS.set(graph, building);
  return building;
}

/** True where what the stage leaves in its layers reaches an image: the final stage and those it builds on. */
export function isInFinalImage(context: DockerfileContext, stage: Stage | null): boolean {
  return stage === null || buildingOf(context.graph).kept.has(stage.index);
}

/** True where another stage builds on this one. */
export function isBase(context: DockerfileContext, stage: Stage): boolean {
  return buildingOf(context.graph).bases.has(stage.index);
}

/** True for a stage of which only files that others copy are kept: no container ever runs it. */
export function isThrownAway(context: DockerfileContext, stage: Stage | null): boolean {
  return stage !== null && !isInFinalImage(context, stage) && stage.reachable;
}
