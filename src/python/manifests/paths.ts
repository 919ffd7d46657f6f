import { pathInside } from "../../model/paths";

/** Joins a folder and a relative path as written in a file; null where it leaves the workspace. */
export function writtenPath(folder: string, relative: string): string | null {
  const written = relative.replaceAll("\\", "/");
  if (written.startsWith("/") || /^[A-Za-z]:\//.test(written) || written.includes("://")) return null;
  return pathInside(folder, written);
}
