import type { Decision } from "../model/plan";

/** What most people want to check, in this order; the rest folds into "more". */
const firstKeys = [
  "python.version",
  "base.image",
  "install.manager",
  "web.command",
  "web.port",
  "services",
  "migrate.command",
];

/** Decisions worth the first look, those that a person changed before all others, and the rest. */
export function rankDecisions(decisions: readonly Decision[]): { first: Decision[]; rest: Decision[] } {
  const rank = (decision: Decision): number => (decision.changed ? -1 : firstKeys.indexOf(decision.key));
  const first = decisions.filter(decision => decision.changed || firstKeys.includes(decision.key));
  const rest = decisions.filter(decision => !first.includes(decision));
  if (rest.length < 4) return { first: [...decisions], rest: [] };
  return { first: first.sort((left, right) => rank(left) - rank(right)), rest };
}
