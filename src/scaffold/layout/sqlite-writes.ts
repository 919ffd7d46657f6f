import { joinPath } from "../../model/paths";
import type { Place } from "../../model/place";
import { lineAround, pathIn } from "./path-expression";
import type { WritingCode } from "./writing-code";
import { isDatabaseFile, type Write } from "./written-path";

/** `sqlite:///shop.db`, with what stands in braces, or `"sqlite:///" + NAME`; Tortoise writes `sqlite://shop.db`. */
const SQLITE_URL = /sqlite(?:\+\w+)?:\/\/(?:\/(?:([^"'\s)?]+)|["']\s*\+\s*(\w+))|((?:\.{1,2}\/)?[\w{][^"'\s)?]*))/g;
const SQLITE_FILE = /["'][\w./-]*?[\w-]+\.(?:sqlite3?|db3?)["']/g;

/** Databases of SQLite that a file of code names: by an address, or by their own name beside what opens them. */
export function sqliteWrites(code: WritingCode, path: string, text: string): readonly Write[] {
  const { workspace, anchors } = code;
  const inAddresses = new Set<string>();
  const constant = (name: string): string | null => {
    const value = constantIn(text, name);
    if (value !== null) inAddresses.add(value);
    return value;
  };
  const byAddress = [...text.matchAll(SQLITE_URL)].flatMap(({ index, 1: slashed, 2: joined, 3: bare }) => {
    const whole = slashed ?? bare ?? "";
    const written =
      joined === undefined
        ? whole.replace(/\{(\w+)\}/g, (braces, name: string) => constant(name) ?? braces)
        : constant(joined);
    return written === null ? [] : (addressWrite(code, written, path, workspace.place(path, index)) ?? []);
  });
  // The file's name may stand in settings that know nothing of what opens it.
  if (!code.usesSqlite && !/sqlite/i.test(text)) return byAddress;
  const byName = [...text.matchAll(SQLITE_FILE)].flatMap(({ index, 0: literal }): readonly Write[] => {
    const written = pathIn(lineAround(text, index, literal.length), path, anchors);
    // Django names its backend like a file of that kind.
    if (!written || !isDatabaseFile(written.path) || inAddresses.has(written.path)) return [];
    const place = workspace.place(path, index, "medium");
    return [{ base: written.base, path: written.path, kind: "database", place }];
  });
  return [...byAddress, ...byName];
}

/** The text that a file assigns to a name at its top level: `DB_NAME = "shop.db"`. */
function constantIn(text: string, name: string): string | null {
  return new RegExp(`^${name}\\s*=\\s*["']([\\w./-]+)["']\\s*(?:#.*)?$`, "m").exec(text)?.[1] ?? null;
}

/** What `sqlite:///` goes on with. */
export function addressWrite(
  { anchors, home }: WritingCode,
  written: string,
  file: string,
  place: Place,
): Write | null {
  // `{BASE_DIR}/data/app.db` of a formatted string starts from a folder that the code names.
  const named = /^\{(\w+)\}\/([\w./-]+)$/.exec(written);
  const anchor = named ? anchors.folderOf(named[1] ?? "", file) : null;
  if (named && anchor) return { base: "unit", path: joinPath(anchor.folder, named[2] ?? ""), kind: "database", place };
  // Four slashes make an absolute path, which lies outside the code and is the person's own choice.
  if (/^[/:]|:\/\/|[{}$%]/.test(written)) return null;
  return { base: home.base, path: joinPath(home.folder, written), kind: "database", place };
}
