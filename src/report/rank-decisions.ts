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

/** Decisions worth the first look, those that are new since last time and that a person changed before all others, and the rest. */
export function rankDecisions(
  decisions: readonly Decision[],
  isNew: (decision: Decision) => boolean = () => false,
): { first: Decision[]; rest: Decision[] } {
  const rank = (decision: Decision): number =>
    isNew(decision) ? -2 : decision.changed ? -1 : firstKeys.indexOf(decision.key);
  const first = decisions.filter(decision => rank(decision) !== -1 || decision.changed);
  const rest = decisions.filter(decision => !first.includes(decision));
  if (rest.length < 4) return { first: [...decisions], rest: [] };
  return { first: first.sort((left, right) => rank(left) - rank(right)), rest };
}

/** The same, with what belongs to one of several units by its unit, unless it is new or changed: 40 rows hide the files below. */
export function rankByUnit(
  decisions: readonly Decision[],
  isNew: (decision: Decision) => boolean,
): ReturnType<typeof rankDecisions> & { units: ReadonlyMap<string, readonly Decision[]> } {
  const names = new Set(decisions.flatMap(({ unit }) => unit ?? []));
  const isFolded = (decision: Decision): boolean =>
    names.has(decision.unit ?? "") && !decision.changed && !isNew(decision);
  if (names.size < 2) return { ...rankDecisions(decisions, isNew), units: new Map() };
  const units = new Map<string, readonly Decision[]>();
  for (const name of names) {
    const { first, rest } = rankDecisions(decisions.filter(each => each.unit === name && isFolded(each)));
    if (first.length > 0 || rest.length > 0) units.set(name, [...first, ...rest]);
  }
  return {
    ...rankDecisions(
      decisions.filter(each => !isFolded(each)),
      isNew,
    ),
    units,
  };
}
