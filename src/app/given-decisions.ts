import { DrydockError } from "../model/error";
import type { DecisionValue } from "../model/plan";
import { decisionFault, typedDecision } from "../settings/check-decision";

/** What a person set for this run, in the types that the plan has; throws where no plan could follow it. */
export function givenDecisions(set: Readonly<Record<string, DecisionValue>>): Readonly<Record<string, DecisionValue>> {
  for (const [key, value] of Object.entries(set)) {
    const fault = decisionFault(key, value);
    if (fault === null) continue;
    throw new DrydockError(
      "usage",
      fault,
      "A plan that left it out would not be the one that was asked for.",
      "drydock scaffold --dry-run --all prints every decision with its value.",
    );
  }
  return Object.fromEntries(Object.entries(set).map(([key, value]) => [key, typedDecision(key, value)]));
}
