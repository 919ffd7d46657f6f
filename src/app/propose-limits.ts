import type { ChangeSet } from "../model/plan";
import type { Files } from "../model/ports";
import type { Verification } from "../model/verification";
import { withLimits } from "../verify/compose-limits";
import { findStack } from "../verify/find-stack";

/** The Compose file with the suggested limits, as a change set with one file. */
export async function proposeLimits(files: Files, { services }: Verification): Promise<ChangeSet> {
  const { stack, text: before } = await findStack(files);
  const text = withLimits(before, services);
  const note = "Limits with room above what was measured.";
  const action = text === before ? "unchanged" : "merge";
  return {
    plan: { decisions: [], questions: [] },
    files: [{ path: stack.path, unit: null, action, before, text, note, secret: false }],
    reasons: [],
    problems: [],
  };
}
