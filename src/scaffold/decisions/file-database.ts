import type { EnvironmentVariable } from "../../model/recon";
import { serviceOfVariable } from "../../recon/integrations/variable-names";
import { runs, type Subject } from "./subject";
import { roleOf } from "./variable-role";

const FOLDER = "/data";

/**
 * The address of a file for what asks for any database, where SQLite's driver is the only one that is installed: another
 * address could not be opened. Null for every other variable.
 */
export function fileDatabase({ recon }: Subject, { name }: EnvironmentVariable): string | null {
  if (serviceOfVariable(name).family !== "database" || roleOf(name, null, null) !== "url") return null;
  const isOther = recon.integrations.some(({ kind, service }) => kind === "database" && service !== "sqlite");
  return runs(recon, "aiosqlite") && !isOther ? `sqlite+aiosqlite:///${FOLDER}/app.db` : null;
}

/** The folder that an address of our own making keeps its file in. */
export function fileDatabaseFolder(value: string | null): string | null {
  return value?.includes(`:///${FOLDER}/`) === true && value.startsWith("sqlite") ? FOLDER : null;
}
