import type { MigrationTool, Recon, Unit } from "../../model/recon";
import { isInside, joinPath, parentOf } from "../../model/paths";
import { asText, at } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";

/** The distribution that brings the command of a tool, where it is not called like the tool. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = { yoyo: "yoyo-migrations" };

/**
 * The units with the migrations that lie beside them: `alembic.ini` at the top of a workspace keeps the schema of the only
 * unit that installs Alembic.
 */
export function withSharedMigrations(recon: Recon): readonly Unit[] {
  const { migrations, units } = recon;
  if (!migrations || units.some(({ path }) => isInside(path, migrations.place.path))) return units;
  const name = DISTRIBUTIONS[migrations.tool] ?? migrations.tool;
  const users = units.filter(({ recon: own }) => own.dependencies.some(dependency => dependency.name === name));
  const [only] = users;
  if (!only || users.length > 1 || only.recon.migrations) return units;
  return units.map(unit => (unit === only ? { ...unit, recon: { ...unit.recon, migrations } } : unit));
}

/** What migrations that lie outside the unit consist of: the tool's own file and the folder of scripts that it names. */
export function readMigrationFiles(
  workspace: Workspace,
  migrations: MigrationTool | null,
  unit: string,
): readonly string[] {
  if (!migrations || migrations.workingDirectory === undefined || isInside(unit, migrations.place.path)) return [];
  const { path } = migrations.place;
  const { root } = workspace.data(path);
  const written =
    asText(at(root, "alembic", "script_location")) ?? asText(at(root, "tool", "alembic", "script_location"));
  const base = written?.startsWith("%(here)s") ? parentOf(path) : migrations.workingDirectory;
  const scripts = written === undefined ? null : joinPath(base, (written ?? "").replace(/^%\(here\)s\/?/, ""));
  return [path, ...(scripts !== null && scripts !== "" && workspace.hasFolder(scripts) ? [scripts] : [])].filter(
    own => !isInside(unit, own),
  );
}
