import table from "./debian-packages.json";

/** Debian's releases by code name, oldest first. */
export const DEBIAN_RELEASES = ["jessie", "stretch", "buster", "bullseye", "bookworm", "trixie"] as const;
export type DebianRelease = (typeof DEBIAN_RELEASES)[number];

/**
 * Releases that the mirrors no longer carry, so that `apt-get update` finds nothing.
 * Source: Debian's announcements of the moves to its archive (jessie and stretch 2023, buster 2025).
 */
export const ARCHIVED_RELEASES: ReadonlySet<DebianRelease> = new Set(["jessie", "stretch", "buster"]);

type Missing = Readonly<Record<string, Readonly<Partial<Record<DebianRelease, string>>>>>;
const MISSING: Missing = table.missing;

/** What a release has instead of a package that it lacks: "" for nothing; null where it has the package or nobody knows. */
export function insteadOf(name: string, release: DebianRelease): string | null {
  return Object.hasOwn(MISSING, name) ? (MISSING[name]?.[release] ?? null) : null;
}

/** What the releases that lack a package have instead, each once. */
export function namesInReleases(name: string): readonly string[] {
  const names = DEBIAN_RELEASES.map(release => insteadOf(name, release)).filter(Boolean) as readonly string[];
  return [...new Set(names)];
}

/** The package's name in the Debian release of a base image; the tables have the names of bookworm. */
export function packageIn(image: string, name: string): string {
  return image.includes("trixie") ? insteadOf(name, "trixie") || name : name;
}

/** Every name that a package of the tables has in some release. */
export function namesOf(name: string): readonly string[] {
  const renamed = insteadOf(name, "trixie");
  return renamed ? [name, renamed] : [name];
}

/** A package that keeps an image on bookworm, null where there is none. */
export function keepsBookworm(names: readonly string[]): string | null {
  return names.find(name => insteadOf(name, "trixie") === "") ?? null;
}
