import { OwnFiles } from "./own-files";

/**
 * Whether git leaves a path out that may not be there yet, by the `.gitignore` of each folder above it. A folder is asked
 * for with a `/` behind it. What git tracks in spite of its rules is not known here.
 */
export function isGitIgnored(path: string, read: (path: string) => string | null): boolean {
  const own = new OwnFiles(null);
  const names = path.replace(/\/$/, "").split("/");
  for (let depth = 0; depth < names.length; depth++) {
    const folder = names.slice(0, depth).join("/");
    const rules = read(folder === "" ? ".gitignore" : `${folder}/.gitignore`);
    if (rules !== null) own.add(folder, rules);
  }
  return !own.has(path);
}
