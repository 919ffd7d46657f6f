import type { EnvironmentVariable } from "../../model/recon";
import { serviceOfVariable } from "../../recon/integrations/variable-names";
import { runs, type Subject } from "./subject";
import { roleOf } from "./variable-role";

/** What opens an address that names its driver; Tortoise and others have schemes of their own. */
const TAKES_DRIVER = ["sqlalchemy", "sqlmodel", "databases"];

/**
 * The address of a file for what asks for any database, where SQLite's driver is the only one that is installed: another
 * address could not be opened. Null for every other variable.
 */
export function fileDatabase({ recon }: Subject, { name }: EnvironmentVariable): string | null {
  if (serviceOfVariable(name).family !== "database" || roleOf(name, null, null) !== "url") return null;
  const isOther = recon.integrations.some(({ kind, service }) => kind === "database" && service !== "sqlite");
  const isOpened = runs(recon, "aiosqlite") && TAKES_DRIVER.some(layer => runs(recon, layer));
  return isOpened && !isOther ? "sqlite+aiosqlite:////data/app.db" : null;
}

/** The folder of a volume that the file of an address is in, whoever gave the variable that address. */
export function fileDatabaseFolder(value: string | null): string | null {
  return /(?:^|:-)sqlite[\w+]*:\/{4}data\//.test(value ?? "") ? "/data" : null;
}
