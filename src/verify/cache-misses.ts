import { findStage, type Stage } from "../docker/dockerfile/stages";
import { mountsOf } from "../docker/dockerfile/mounts";
import type { Instruction } from "../docker/dockerfile/types";
import { matchesPath, readPathPattern } from "../docker/path-pattern";
import { joinPath } from "../model/paths";
import type { BuildStep } from "../model/build-trace";
import type { ImageStep } from "../model/verification";
import { stepInstruction, type BuiltFile } from "./instruction-places";

/** Why a step ran that nothing changed for; what ran after it says nothing about the workspace either. */
export const LOST = "the engine had it no longer in its cache";

/**
 * The steps of a build with their lines; where `changed` is a path of the context, also why the cache could not be used.
 * `context` is the context's folder in the workspace, which a person knows its files by.
 */
export function placedSteps(
  steps: readonly BuildStep[],
  built: BuiltFile,
  changed: string | null,
  context = "",
): readonly ImageStep[] {
  const rebuilt = new Set<Instruction>();
  const known = onceEach(steps).map(step => ({
    step,
    instruction: stepInstruction(built, step.name),
    ms: tookMs(step),
  }));
  // A step that BuildKit only passes on its way to a later one is not called cached, and took no time.
  for (const { step, instruction } of known) if (instruction && !isPassed(step)) rebuilt.add(instruction);
  return known.map(({ step, instruction, ms }) => ({
    name: step.name,
    ms,
    cached: step.cached,
    place: instruction ? built.placeOf(instruction) : null,
    missed:
      changed === null || !instruction || !rebuilt.has(instruction)
        ? null
        : readsFromContext(instruction, changed)
          ? `${joinPath(context, changed)} changed`
          : missReason(built, instruction, rebuilt),
  }));
}

/** BuildKit may tell a step of one name several times, of which one ran and the others were found. */
function onceEach(steps: readonly BuildStep[]): readonly BuildStep[] {
  const byName = new Map<string, BuildStep>();
  for (const step of steps) {
    const other = byName.get(step.name);
    if (!other || tookMs(step) > tookMs(other) || (isPassed(other) && !isPassed(step))) byName.set(step.name, step);
  }
  return [...byName.values()];
}

function isPassed({ cached, startedMs, completedMs }: BuildStep): boolean {
  return cached || (startedMs !== null && startedMs === completedMs);
}

function tookMs({ startedMs, completedMs }: BuildStep): number {
  return startedMs === null || completedMs === null ? 0 : Math.round(completedMs - startedMs);
}

function missReason(built: BuiltFile, instruction: Instruction, rebuilt: ReadonlySet<Instruction>): string | null {
  const stage = built.graph.stages.find(candidate => candidate.instructions.includes(instruction));
  if (!stage) return null;
  const source = sourceStages(built, stage, instruction).find(each => each.instructions.some(own => rebuilt.has(own)));
  if (source) return `the stage ${source.name ?? source.index} was built again`;
  const before = stage.instructions
    .slice(0, stage.instructions.indexOf(instruction))
    .find(earlier => rebuilt.has(earlier));
  if (before) return `line ${built.placeOf(before).line} before it was built again`;
  if (stage.base?.instructions.some(own => rebuilt.has(own)) === true)
    return `the stage ${stage.base.name ?? stage.base.index} below it was built again`;
  // Only one line was changed: an engine that runs out of room, or that builds for others too, lets go what it had.
  return instruction.kind === "RUN" ? LOST : null;
}

/** Whether a changed file of the context takes part in the instruction's cache key. */
function readsFromContext(instruction: Instruction, changed: string): boolean {
  if (instruction.kind === "COPY" || instruction.kind === "ADD") {
    if (instruction.flags.some(({ name }) => name === "from")) return false;
    return instruction.sources.some(({ value }) => covers(value, changed));
  }
  return (
    instruction.kind === "RUN" &&
    mountsOf(instruction).some(
      mount => mount.type === "bind" && mount.from === null && covers(mount.source ?? ".", changed),
    )
  );
}

function sourceStages(built: BuiltFile, stage: Stage, instruction: Instruction): readonly Stage[] {
  const names = [
    ...instruction.flags.flatMap(({ name, value }) => (name === "from" && value !== null ? [value] : [])),
    ...mountsOf(instruction).flatMap(({ from }) => from ?? []),
  ];
  return names.flatMap(name => findStage(built.graph, name, stage) ?? []);
}

/** `.`, `shop/`, `*.py` of a COPY against a path of the context. */
function covers(source: string, path: string): boolean {
  const wanted = source.replace(/^\.?\/+/, "").replace(/\/+$/, "");
  if (wanted === "" || wanted === "." || wanted === path || path.startsWith(`${wanted}/`)) return true;
  const parts = wanted.split("/");
  // What a pattern names may be a folder, whose files are copied with it.
  return matchesPath(readPathPattern(wanted), path.split("/").slice(0, parts.length).join("/"));
}
