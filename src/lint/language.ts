import type { Language } from "../model/finding";

/** The language of a file by its name; null for files that are not linted. */
export function languageOf(path: string): Language | null {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  if (name.endsWith(".dockerignore")) return null;
  if (/^(?:docker-)?compose(?:[.-][^/]*)?\.ya?ml$/.test(name)) return "compose";
  if (/^(?:dockerfile|containerfile)(?:[.\-_][^/]*)?$/.test(name)) return "dockerfile";
  return /\.(?:dockerfile|containerfile)$/.test(name) ? "dockerfile" : null;
}
