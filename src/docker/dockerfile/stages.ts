import type {
  CommandInstruction,
  Dockerfile,
  FromInstruction,
  Instruction,
  InstructionOf,
  PairsInstruction,
} from "./types";
import { expandWord, globalScope } from "./expand";
import { mountsOf } from "./mounts";

/** One stage of a build: a FROM and what follows it. */
export interface Stage {
  readonly index: number;
  /** Null for instructions that stand before any FROM, as in a fragment. */
  readonly from: FromInstruction | null;
  /** In lower case, as BuildKit compares names; null without one. */
  readonly name: string | null;
  /** Without the FROM; triggers of ONBUILD are not among them. */
  readonly instructions: readonly Instruction[];
  /** The same by kind, in order. */
  readonly byKind: ReadonlyMap<Instruction["kind"], readonly Instruction[]>;
  /** The earlier stage that it builds on. */
  readonly base: Stage | null;
  /** The last stage: what a build without `--target` makes. */
  readonly final: boolean;
  /** True where the final stage needs it: as base, by COPY --from or by a mount. */
  readonly reachable: boolean;
  /** Instructions of later stages that take something from it. */
  readonly usedBy: readonly Instruction[];
}

export interface StageGraph {
  readonly stages: readonly Stage[];
  /** ARG instructions before the first FROM. */
  readonly globalArguments: readonly PairsInstruction[];
  /** The last stage with a FROM. */
  readonly final: Stage | null;
}

interface MutableStage extends Stage {
  instructions: Instruction[];
  byKind: Map<Instruction["kind"], Instruction[]>;
  base: Stage | null;
  final: boolean;
  reachable: boolean;
  usedBy: Instruction[];
}

/** Splits a file into its stages and links them. */
export function readStages(file: Dockerfile): StageGraph {
  const stages: MutableStage[] = [];
  const globalArguments: PairsInstruction[] = [];
  const byName = new Map<string, MutableStage>();
  let current: MutableStage | null = null;
  let scope: ReadonlyMap<string, string | null> | null = null;
  const defaults = (): ReadonlyMap<string, string | null> => (scope ??= globalScope({ globalArguments }, file.escape));
  for (const instruction of file.instructions) {
    if (instruction.kind === "FROM") {
      const { image } = instruction;
      // Which stage a variable means is known by its default, which a plain build takes.
      const name =
        image === null || image.variables.length === 0 ? image?.value : expandWord(image, defaults(), file.escape);
      const base: MutableStage | null = name == null ? null : (byName.get(name.toLowerCase()) ?? null);
      current = newStage(stages.length, instruction);
      current.base = base;
      if (base !== null) base.usedBy.push(instruction);
      stages.push(current);
      // BuildKit finds the last stage of a name; a stage is known by its name only after its own FROM.
      if (current.name !== null) byName.set(current.name, current);
      continue;
    }
    if (current === null) {
      if (instruction.kind === "ARG") {
        globalArguments.push(instruction);
        continue;
      }
      current = newStage(0, null);
      stages.push(current);
    }
    current.instructions.push(instruction);
    const same = current.byKind.get(instruction.kind);
    if (same === undefined) current.byKind.set(instruction.kind, [instruction]);
    else same.push(instruction);
  }
  link(stages, byName);
  const last = stages.at(-1);
  if (last !== undefined) {
    last.final = true;
    markReachable(last, stages, byName);
  }
  return { stages, globalArguments, final: last === undefined || last.from === null ? null : last };
}

function newStage(index: number, from: FromInstruction | null): MutableStage {
  const name = from?.name?.value.toLowerCase() ?? null;
  return {
    index,
    from,
    name,
    instructions: [],
    byKind: new Map(),
    base: null,
    final: false,
    reachable: false,
    usedBy: [],
  };
}

function link(stages: readonly MutableStage[], byName: ReadonlyMap<string, MutableStage>): void {
  for (const stage of stages) {
    for (const instruction of stage.instructions) {
      for (const reference of stageReferences(instruction)) {
        const source = resolve(reference, stage, stages, byName);
        if (source !== null) source.usedBy.push(instruction);
      }
    }
  }
}

/** The values of COPY --from and of `from=` in mounts, as written. */
export function stageReferences(instruction: Instruction): readonly string[] {
  if (instruction.kind === "COPY") {
    const from = instruction.flags.find(flag => flag.name === "from")?.value ?? "";
    return from === "" ? [] : [from];
  }
  if (instruction.kind === "RUN") {
    return mountsOf(instruction).flatMap(mount => (mount.from === null || mount.from === "" ? [] : [mount.from]));
  }
  if (instruction.kind === "ONBUILD" && instruction.trigger !== null) return stageReferences(instruction.trigger);
  return [];
}

function resolve(
  reference: string,
  user: Stage,
  stages: readonly MutableStage[],
  byName: ReadonlyMap<string, MutableStage>,
): MutableStage | null {
  const named = byName.get(reference.toLowerCase());
  if (named !== undefined) return named === user ? null : named;
  if (!isIndex(reference)) return null;
  const indexed = stages[Number(reference)];
  return indexed === undefined || indexed === user ? null : indexed;
}

function isIndex(text: string): boolean {
  return /^\d{1,6}$/.test(text);
}

function markReachable(
  last: MutableStage,
  stages: readonly MutableStage[],
  byName: ReadonlyMap<string, MutableStage>,
): void {
  const waiting: MutableStage[] = [last];
  for (let stage = waiting.pop(); stage !== undefined; stage = waiting.pop()) {
    if (stage.reachable) continue;
    stage.reachable = true;
    const base = stage.base === null ? undefined : stages[stage.base.index];
    if (base !== undefined) waiting.push(base);
    for (const instruction of stage.instructions) {
      for (const reference of stageReferences(instruction)) {
        const source = resolve(reference, stage, stages, byName);
        if (source !== null) waiting.push(source);
      }
    }
  }
}

/** The stage that `reference` (a name or an index) means when `user` refers to it; null for an image or an unknown one. */
export function findStage(graph: StageGraph, reference: string, user: Stage): Stage | null {
  const lower = reference.toLowerCase();
  for (let index = Math.min(user.index, graph.stages.length) - 1; index >= 0; index--) {
    const stage = graph.stages[index];
    if (stage?.name === lower) return stage;
  }
  if (!isIndex(reference)) return null;
  const indexed = graph.stages[Number(reference)];
  return indexed !== undefined && indexed.index < user.index ? indexed : null;
}

/** The stage and those it builds on, the base first. */
export function chainOf(stage: Stage): readonly Stage[] {
  const chain: Stage[] = [];
  for (let current: Stage | null = stage; current !== null; current = current.base) chain.push(current);
  return chain.reverse();
}

/** The last instruction of a kind in the stage or, failing that, in what it builds on. */
export function lastOf<Kind extends Instruction["kind"]>(stage: Stage, kind: Kind): InstructionOf<Kind> | null;
export function lastOf(stage: Stage, kind: Instruction["kind"]): Instruction | null {
  for (let current: Stage | null = stage; current !== null; current = current.base) {
    const found = current.byKind.get(kind)?.at(-1);
    if (found !== undefined) return found;
  }
  return null;
}

/** The SHELL that is in force at an instruction, null for the default `["/bin/sh", "-c"]`. */
export function shellAt(stage: Stage | null, instruction: Instruction): CommandInstruction | null {
  for (let current = stage; current !== null; current = current.base) {
    const found = current.byKind.get("SHELL")?.findLast(candidate => candidate.index < instruction.index);
    if (found?.kind === "SHELL") return found;
  }
  return null;
}
