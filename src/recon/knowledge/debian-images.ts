import type { ImageReference } from "../../docker/dockerfile/image-reference";
import { DEBIAN_RELEASES, type DebianRelease } from "./debian-releases";

/** The Debian release of an image. */
export interface DebianBase {
  readonly release: DebianRelease;
  /** True where the tag names it; else it is the one that the tag stands for today. */
  readonly isNamed: boolean;
}

/** Debian's major versions; `stable` has been trixie since August 2025. */
const VERSIONS: Readonly<Record<string, DebianRelease>> = {
  8: "jessie",
  9: "stretch",
  10: "buster",
  11: "bullseye",
  12: "bookworm",
  13: "trixie",
  oldstable: "bookworm",
  stable: "trixie",
  latest: "trixie",
};

/** Null where neither the tag nor what is known of the image tells a release. */
export function debianOf(reference: ImageReference): DebianBase | null {
  const tag = reference.tag ?? "latest";
  const named = DEBIAN_RELEASES.find(release => tag.split(/[-_.]/).some(part => part === release));
  if (named !== undefined) return { release: named, isNamed: true };
  if (reference.registry !== null || reference.digest !== null) return null;
  const repository = reference.repository.replace(/^library\//, "");
  if (repository === "debian") {
    const version = /^(\d+|oldstable|stable|latest)(?:\.\d+)?(?:-slim)?$/.exec(tag)?.[1];
    const release = version === undefined ? undefined : VERSIONS[version];
    return release === undefined ? null : { release, isNamed: /^\d/.test(tag) };
  }
  const release = repository === "python" ? ofPython(tag) : null;
  return release === null ? null : { release, isNamed: false };
}

/**
 * The release behind a tag without one: each minor version stays on the stable release of its last days, the supported ones
 * have moved to trixie. A patch version was built once and may be older than the move, so nothing is known of it.
 * Source: the library file of the official python image and its history.
 */
function ofPython(tag: string): DebianRelease | null {
  if (/^(?:3|slim|latest|3-slim)$/.test(tag)) return "trixie";
  const minor = Number(/^3\.(\d{1,2})(?:-slim)?$/.exec(tag)?.[1] ?? Number.NaN);
  if (minor >= 9) return "trixie";
  if (minor >= 7) return "bookworm";
  return minor === 6 ? "bullseye" : null;
}
