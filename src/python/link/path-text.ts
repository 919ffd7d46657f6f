/** Joins as `os.path.join` does on POSIX, with `..` and `.` taken out of relative paths. */
export function joinPaths(parts: readonly string[]): string {
  let joined = "";
  for (const part of parts) {
    if (part.startsWith("/") || part.startsWith("~")) joined = part;
    else if (part !== "") joined = joined === "" || joined.endsWith("/") ? joined + part : `${joined}/${part}`;
  }
  return normalisePath(joined);
}

/** A path without `.` and inner `..`; what leads out of the analysed folder keeps its `..`. */
export function normalisePath(path: string): string {
  const isAbsolute = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".." || !isAbsolute) parts.push(part);
  }
  return (isAbsolute ? "/" : "") + parts.join("/");
}

/** The folder of a path; the analysed folder's own parent is `..`. */
export function dirname(path: string): string {
  if (path === "" || path === ".." || path.endsWith("/..")) return joinPaths([path, ".."]);
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : slash === 0 ? "/" : path.slice(0, slash);
}
