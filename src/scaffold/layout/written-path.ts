import type { Place } from "../../model/place";
import { joinPath, nameOf, parentOf } from "../../model/paths";

export interface WrittenPath {
  /** What the folder is relative to: the unit's own folder, or the one that the program is started in. */
  readonly base: "unit" | "work";
  /** "" is the base itself. */
  readonly folder: string;
  /** File name, for a database or a log whose folder holds code or nothing else. */
  readonly file: string | null;
  readonly isLog: boolean;
  readonly isDatabase: boolean;
  readonly isKept: boolean;
  readonly place: Place;
}

/** Something that the code writes, as it is found; many a find is no path that anything has to be made for. */
export interface Write {
  readonly base: WrittenPath["base"];
  readonly path: string;
  readonly kind: "folder" | "file" | "database" | "log";
  readonly place: Place;
}

const SCRATCH = /(?:^|[/_-])(?:logs?|cache|tmp|temp|sessions?)(?:$|[/_-])/i;

/** Each path once, by its first find, without those outside the code and those that only a run knows. */
export function writtenPaths(writes: readonly Write[]): readonly WrittenPath[] {
  const found = new Map<string, WrittenPath>();
  for (const { base, path: raw, kind, place } of writes) {
    const path = joinPath(raw);
    const file = kind === "folder" ? null : nameOf(path);
    const folder = kind === "folder" ? path : parentOf(path);
    const isLog = kind === "log";
    // A log of a folder of its own may be called anything; one beside the code has to be known by its name.
    const isKnown = file !== null && !/[{}$%*]/.test(file);
    if (!isBelow(base, folder, file) || (isLog && !isKnown && folder === "")) continue;
    // The logs of one folder need nothing but that.
    const key = `${base}/${folder}/${isLog && folder !== "" ? "" : (file ?? "")}`;
    if (found.has(key)) continue;
    found.set(key, {
      base,
      folder,
      file: isKnown ? file : null,
      isLog,
      isDatabase: kind === "database" || (kind === "file" && isDatabaseFile(path)),
      isKept: !isLog && (file !== null || !SCRATCH.test(folder)),
      place,
    });
  }
  return [...found.values()];
}

function isBelow(base: Write["base"], folder: string, file: string | null): boolean {
  const isItself = folder === "" && file === null;
  return !/[{}$%]/.test(folder) && !isItself && !(base === "unit" && folder.startsWith(".."));
}

export function isDatabaseFile(path: string): boolean {
  return /\.(?:sqlite3?|db3?)$/.test(path) && !/(?:^|\.)backends\.sqlite3$/.test(path);
}
