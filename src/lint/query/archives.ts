/** Ends of file names that ADD unpacks or that are archives at any rate. */
const ENDINGS = [
  ".tar",
  ".Z",
  ".bz2",
  ".gz",
  ".lz",
  ".lzma",
  ".tZ",
  ".tb2",
  ".tbz",
  ".tbz2",
  ".tgz",
  ".tlz",
  ".tpz",
  ".txz",
  ".xz",
  ".zst",
  ".tzst",
] as const;

export function isArchive(path: string): boolean {
  return ENDINGS.some(ending => path.endsWith(ending));
}

/** True for what ADD fetches: HTTP and Git. */
export function isRemote(path: string): boolean {
  return /^(?:https?|git|ssh):\/\//.test(path) || path.startsWith("git@");
}
