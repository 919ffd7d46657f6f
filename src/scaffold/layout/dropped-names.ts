import { isInside } from "../../model/paths";
import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";
import { DROPPED_NAMES, type DroppedNames } from "../knowledge/dropped-names";

/** Names that the code uses and today's release of a distribution has no more, with the first use. */
export interface OldUse {
  readonly dropped: DroppedNames;
  readonly place: Place;
}

const TEST = /(?:^|\/)tests?\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/;

/** Looked for only where the project has the distribution, by its own name or by what brings it. */
export function readDroppedNames(
  workspace: Workspace,
  recon: Pick<Recon, "dependencies" | "undeclared">,
  unit: string,
): readonly OldUse[] {
  const has = new Set([
    ...recon.dependencies.map(({ name }) => name),
    ...recon.undeclared.flatMap(({ distribution }) => distribution ?? []),
  ]);
  const rows = DROPPED_NAMES.filter(({ hold, with: bringers = [] }) => [hold, ...bringers].some(name => has.has(name)));
  if (rows.length === 0) return [];
  const paths = workspace.paths("*.py").filter(path => isInside(unit, path) && !TEST.test(path));
  return rows.flatMap(dropped => {
    for (const path of paths) {
      const text = workspace.text(path) ?? "";
      const found = dropped.beside?.test(text) === false ? null : dropped.names.exec(text);
      // An import over several lines begins on an earlier one than the name.
      if (found) return [{ dropped, place: workspace.place(path, found.index + found[0].search(/\S[^\n]*$/)) }];
    }
    return [];
  });
}
