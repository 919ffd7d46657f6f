import type { UnitDesign } from "./blueprint";

/** Name of the one-shot service that brings a unit's database up to date. */
export function migrateService({ unit, web, name }: Pick<UnitDesign, "unit" | "web" | "name">): string {
  return unit === null ? "migrate" : `${web?.service ?? name}-migrate`;
}
