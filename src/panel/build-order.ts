import type { BuildView, StepView } from "./protocol";

/**
 * Steps as they began, those that began within the same moment as they stand in the Dockerfile; those that wait come last.
 * Within a stage none begins before the one above it, whatever moments the engine tells of steps that it found in its cache.
 */
export function inOrder(steps: readonly StepView[]): StepView[] {
  const line = (step: StepView): number => step.line ?? 0;
  const moments = new Map<StepView, number>();
  const reached = new Map<string | null, number>();
  for (const step of [...steps].sort((left, right) => line(left) - line(right))) {
    if (step.startedMs === null) continue;
    const own = Math.round(step.startedMs / 20);
    const moment = step.line === null ? own : Math.max(own, reached.get(step.stage) ?? 0);
    if (step.line !== null) reached.set(step.stage, moment);
    moments.set(step, moment);
  }
  const moment = (step: StepView): number => moments.get(step) ?? Number.MAX_SAFE_INTEGER;
  return [...steps].sort((left, right) => moment(left) - moment(right) || line(left) - line(right));
}

/** Which of the builds has failed since they were told of before; -1 for none. */
export function justFailed(before: readonly BuildView[], now: readonly BuildView[]): number {
  return now.findIndex(({ state }, index) => state === "failed" && before[index]?.state === "running");
}

/** Whether there are steps to draw, or some may come: a build that no engine took has only the columns of an empty table. */
export function hasTimeline({ steps, state }: BuildView): boolean {
  return steps.length > 0 || state === "running";
}
