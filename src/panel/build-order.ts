import type { BuildView, StepView } from "./protocol";

/**
 * Steps as they began, those that began within the same moment (all cached ones do) as they stand in the Dockerfile; those
 * that wait come last.
 */
export function inOrder(steps: readonly StepView[]): StepView[] {
  const moment = (step: StepView): number =>
    step.startedMs === null ? Number.MAX_SAFE_INTEGER : Math.round(step.startedMs / 20);
  const line = (step: StepView): number => step.line ?? 0;
  return [...steps].sort((left, right) => moment(left) - moment(right) || line(left) - line(right));
}

/** Which of the builds has failed since they were told of before; -1 for none. */
export function justFailed(before: readonly BuildView[], now: readonly BuildView[]): number {
  return now.findIndex(({ state }, index) => state === "failed" && before[index]?.state === "running");
}
