import { isInside, joinPath, relativeTo } from "../../model/paths";
import type { Subject } from "./subject";

/** Words that a shell takes as they stand. */
const PLAIN = /^[\w./:=@%+,-]+$/;
/** Left on the volume, so that whatever the database is later, the tables are made once. */
const MARK = ".tables-made";

/**
 * What makes the tables and may drop those that are there, so that it runs once for a volume, and only where the file of the
 * one database of SQLite is not there yet: null where a variable may lead to another database, or a shell would read the
 * command otherwise.
 */
export function onlyAtFirst(
  { recon, layout, path }: Pick<Subject, "recon" | "layout" | "path">,
  command: readonly string[],
  { folder, work }: { readonly folder: string; readonly work: string },
): { readonly command: readonly string[]; readonly file: string } | null {
  const isOther = recon.integrations.some(
    ({ kind, service, variables }) => kind === "database" && (service !== "sqlite" || variables.length > 0),
  );
  const [only, ...others] = layout.writes.filter(({ isDatabase }) => isDatabase);
  if (isOther || !only?.file || others.length > 0) return null;
  const { file: name } = only;
  if (recon.environment.some(({ default: usual }) => usual?.includes(name))) return null;
  const around = joinPath(only.base === "work" ? work : path, only.folder);
  const whole = joinPath(around, name);
  const holdsCode = layout.allFiles.some(each => isInside(around, each) && each.endsWith(".py"));
  // What lies beside the code is a link to the data folder; a volume over the unit itself would hide it.
  if (!isInside(folder, whole) || layout.allFiles.includes(whole) || (only.folder === "" && !holdsCode)) return null;
  const file = relativeTo(folder, whole);
  const mark = holdsCode ? `/data/${MARK}` : joinPath(relativeTo(folder, around), MARK);
  const words = ["test", "-s", file, "||", "test", "-e", mark, "||", ...command, "&&", "touch", mark];
  return [file, ...command].every(word => PLAIN.test(word)) ? { command: words, file } : null;
}
