import type { Blueprint, UnitDesign } from "../blueprint";

/** What has a stage for development and something that runs in it. */
export function developedUnits({ units }: Pick<Blueprint, "units">): readonly UnitDesign[] {
  return units.filter(
    unit => !unit.isForeignDockerfile && (unit.web !== null || unit.processes.some(({ role }) => role !== "cli")),
  );
}
