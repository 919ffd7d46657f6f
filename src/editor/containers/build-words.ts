import { l10n } from "vscode";
import { instructionWords } from "../../model/step-words";
import type { StepView } from "../../panel/protocol";

/** Paths that differ between two sets of marks, in the order of their names. */
export function changedPaths(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): readonly string[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...paths].filter(path => before[path] !== now[path]).sort();
}

/** "requirements.txt, app.py and 3 more changed"; "nothing changed" for an empty list. */
export function changeWords(paths: readonly string[]): string {
  return paths.length === 0 ? l10n.t("nothing changed") : l10n.t("{paths} changed", { paths: listed(paths) });
}

/** "web", "web and worker", "beat, migrate and 2 more". */
export function listed(names: readonly string[]): string {
  const named = names.length > 3 ? names.slice(0, 2) : names;
  const rest = names.length - named.length;
  if (rest > 0) return l10n.t("{named} and {rest} more", { named: named.join(", "), rest });
  const last = named.at(-1) ?? "";
  return named.length > 1 ? l10n.t("{named} and {last}", { named: named.slice(0, -1).join(", "), last }) : last;
}

/**
 * Milliseconds from the start of a run to the engine's first step. What an engine under load tells, it tells late, never too
 * early: of all that a step says when it arrives, `elapsed` into the run, the least delay is the nearest to the truth.
 */
export function offsetOf(
  known: number | null,
  elapsed: number,
  { startedMs, completedMs }: Pick<StepView, "startedMs" | "completedMs">,
): number | null {
  const told = completedMs ?? startedMs;
  if (told === null) return known;
  return Math.min(known ?? Infinity, Math.max(0, elapsed - told));
}

/** A step with its times moved by so many milliseconds. */
export function movedBy(step: StepView, ms: number): StepView {
  const moved = (time: number | null): number | null => (time === null ? null : time + ms);
  return { ...step, startedMs: moved(step.startedMs), completedMs: moved(step.completedMs) };
}

/** Where the cache ended: the first step of the Dockerfile that had to run; "" where all came from the cache. */
export function cacheWords(steps: readonly StepView[], changed: readonly string[] | null, noCache: boolean): string {
  const own = steps.filter(step => step.stage !== null && !/\] FROM /.test(step.name));
  const ran = own
    .filter(step => !step.cached && step.startedMs !== null)
    .sort((left, right) => (left.startedMs ?? 0) - (right.startedMs ?? 0))[0];
  if (!ran || noCache) return noCache ? l10n.t("built without the cache") : "";
  if (changed === null) return "";
  const instruction = instructionWords(ran.name);
  const short = instruction.length > 60 ? `${instruction.slice(0, 59)}…` : instruction;
  return l10n.t("cache missed from {short}: {changed}", { short, changed: changeWords(changed) });
}
