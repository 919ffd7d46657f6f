/** Paths of a workspace: relative to the analysed folder, with `/` between names; "" is the folder itself. */

/** The folder of a path, "" at the top. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** The last name of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Whether a path is the folder itself or lies below it. */
export function isInside(folder: string, path: string): boolean {
  return folder === "" || path === folder || path.startsWith(`${folder}/`);
}

/** Joined, without `.` and inner `..`; what leads out of the analysed folder keeps its leading `..`. */
export function joinPath(...parts: readonly string[]): string {
  const out: string[] = [];
  for (const part of parts.join("/").split(/[\\/]/)) {
    if (part === "" || part === ".") continue;
    if (part === ".." && out.length > 0 && out.at(-1) !== "..") out.pop();
    else out.push(part);
  }
  return out.join("/");
}

/** Joined; null where it leads out of the analysed folder. */
export function pathInside(folder: string, path: string): string | null {
  const joined = joinPath(folder, path);
  return joined === ".." || joined.startsWith("../") ? null : joined;
}

/** `path` as seen from `folder`, with `..` where it lies elsewhere. */
export function relativeTo(folder: string, path: string): string {
  const from = folder === "" ? [] : folder.split("/");
  const to = path === "" ? [] : path.split("/");
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/");
}

/** A path without the folder that holds it: `src/shop` of `api/src/shop` in `api`. Unchanged where it lies elsewhere. */
export function withoutFolder(folder: string, path: string): string {
  return folder !== "" && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}
