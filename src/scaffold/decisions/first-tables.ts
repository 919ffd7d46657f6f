import { isInside, joinPath, relativeTo } from "../../model/paths";
import type { Subject } from "./subject";

/** Words that a shell takes as they stand. */
const PLAIN = /^[\w./:=@%+,-]+$/;

/**
 * What makes the tables and may drop those that are there, so that it runs only where the file of the one database of SQLite
 * is not there yet: null where another database may be meant, or a shell would read the command otherwise.
 */
export function onlyAtFirst(
  { recon, layout, path }: Pick<Subject, "recon" | "layout" | "path">,
  command: readonly string[],
  { folder, work }: { readonly folder: string; readonly work: string },
): { readonly command: readonly string[]; readonly file: string } | null {
  const isOther = recon.integrations.some(({ kind, service }) => kind === "database" && service !== "sqlite");
  const [only, ...others] = layout.writes.filter(({ isDatabase }) => isDatabase);
  if (isOther || !only?.file || others.length > 0) return null;
  const whole = joinPath(only.base === "work" ? work : path, only.folder, only.file);
  if (!isInside(folder, whole) || layout.allFiles.includes(whole)) return null;
  const file = relativeTo(folder, whole);
  return [file, ...command].every(word => PLAIN.test(word))
    ? { command: ["test", "-s", file, "||", ...command], file }
    : null;
}
