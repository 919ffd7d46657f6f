import type { DebianRelease } from "./debian-releases";

/** Patch versions of the first and of the last image of a minor version on a release; without the last one more may come. */
type Published = readonly [first: number, last?: number];

/**
 * Releases of Debian that the official Python image was built for, by minor version.
 * Source: the history of github.com/docker-library/python, first and last Dockerfile of each folder (June 2026).
 */
const PUBLISHED: Readonly<Record<string, Readonly<Partial<Record<DebianRelease, Published>>>>> = {
  "3.6": { stretch: [3, 14], buster: [9, 15], bullseye: [14, 15] },
  "3.7": { stretch: [0, 11], buster: [4, 17], bullseye: [11, 17], bookworm: [17, 17] },
  "3.8": { buster: [0, 17], bullseye: [11, 20], bookworm: [17, 20] },
  "3.9": { buster: [0, 17], bullseye: [6, 23], bookworm: [17], trixie: [23] },
  "3.10": { buster: [0, 12], bullseye: [0, 18], bookworm: [12], trixie: [18] },
  "3.11": { buster: [0, 4], bullseye: [0, 13], bookworm: [4], trixie: [13] },
  "3.12": { bullseye: [0, 11], bookworm: [0], trixie: [11] },
  "3.13": { bullseye: [0, 6], bookworm: [0], trixie: [6] },
  "3.14": { bookworm: [0], trixie: [0] },
};

/** `3.9.12-slim-buster` in its parts; `patch` null where the tag leaves it open. */
export interface PythonTag {
  readonly minor: string;
  readonly patch: number | null;
  readonly variant: string;
  readonly release: DebianRelease;
}

/** Null for a tag that names no release, and for one of a prerelease or of a minor version that is not in the table. */
export function readPythonTag(tag: string): PythonTag | null {
  const parts = /^(3\.\d{1,2})(?:\.(\d{1,2}))?(-slim)?-(stretch|buster|bullseye|bookworm|trixie)$/.exec(tag);
  const [, minor = "", patch, variant = "", release] = parts ?? [];
  if (!Object.hasOwn(PUBLISHED, minor)) return null;
  return {
    minor,
    patch: patch === undefined ? null : Number(patch),
    variant,
    release: release as DebianRelease,
  };
}

export function isPublished({ minor, patch, release }: PythonTag): boolean {
  const published = PUBLISHED[minor]?.[release];
  if (!published) return false;
  const [first, last = Infinity] = published;
  return patch === null || (patch >= first && patch <= last);
}

/** The same Python on another release, with its patch version where there was such an image; null where there is none. */
export function tagOn(tag: PythonTag, release: DebianRelease): string | null {
  const there = { ...tag, release };
  const found = [there, { ...there, patch: null }].find(isPublished);
  return found ? `${found.minor}${found.patch === null ? "" : `.${found.patch}`}${found.variant}-${release}` : null;
}

/** Patch versions of the images of a minor version on a release, as a sentence says them; null where there is none. */
export function publishedPatches({ minor, release }: PythonTag): string | null {
  const published = PUBLISHED[minor]?.[release];
  if (!published) return null;
  const [first, last] = published;
  return last === undefined ? `${minor}.${first} and later` : `${minor}.${first} to ${minor}.${last}`;
}
