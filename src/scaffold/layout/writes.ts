import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";
import { isInside, joinPath, nameOf, parentOf, relativeTo } from "../../model/paths";
import { serviceOfScheme } from "../../recon/knowledge/services";
import { readAnchors, type Anchors } from "./anchors";
import { readConfiguredLogs } from "./log-settings";

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

const TEST_PATH =
  /(?:^|\/)(?:tests?|testing|examples?|docs?)\/|(?:^|\/)(?:test_[^/]*|conftest|setup|noxfile)\.py$|_test\.py$/;
/** Names of settings that hold a folder the program writes to. */
const SETTING =
  /^[ \t]*(?:self\.)?(MEDIA_ROOT|EMAIL_FILE_PATH|[A-Z_]*(?:UPLOADS?|LOGS?|STORAGE|EXPORTS?|ATTACHMENTS?|OUTPUTS?|DOWNLOADS?|REPORTS?|ARCHIVE)_(?:FOLDER|DIR|DIRECTORY|PATH|ROOT))\s*(?::[^=\n]+)?=([^\n]*)$/gim;
const SCRATCH = /(?:^|[/_-])(?:logs?|cache|tmp|temp|sessions?)(?:$|[/_-])/i;
/** `sqlite:///shop.db`, with what stands in braces, or `"sqlite:///" + NAME`; Tortoise writes `sqlite://shop.db`. */
const SQLITE_URL = /sqlite(?:\+\w+)?:\/\/(?:\/(?:([^"'\s)?]+)|["']\s*\+\s*(\w+))|((?:\.{1,2}\/)?[\w{][^"'\s)?]*))/g;
const SQLITE_FILE = /["'][\w./-]*?[\w-]+\.(?:sqlite3?|db3?)["']/g;
const STATE =
  /\.(?:json|csv|db3?|sqlite3?|duckdb|pkl|pickle|parquet|xlsx?|ya?ml|key|pem|token|dat)$|^\.?\w*(?:secret|token|state)\w*(?:\.txt)?$/i;
/** The file of a handler of `logging`, of `basicConfig`, of a dictionary of settings, or of loguru. */
const LOG_FILE =
  /(?:FileHandler\(\s*(?:filename\s*=\s*)?|\bbasicConfig\([^)]*?\bfilename\s*=\s*|["']filename["']\s*:\s*|\blogger\.add\(\s*(?:sink\s*=\s*)?)([^\n]*)/g;
/** Flask's own folder for what belongs to one installation. */
const INSTANCE = /\binstance_path\b/;

type Kind = "folder" | "file" | "database" | "log";

type Add = (base: WrittenPath["base"], path: string, kind: Kind, place: Place) => void;

/**
 * Folders, databases and logs that the code writes to below its own folder, read from settings, from SQLite addresses, from
 * handlers of logs and from names that `.gitignore` keeps out and the code mentions.
 */
export function readWrites(
  workspace: Workspace,
  recon: Pick<Recon, "dependencies" | "integrations" | "readiness" | "environment">,
  unit: string,
  ignored: readonly string[],
  samples: ReadonlyMap<string, string> = new Map(),
): readonly WrittenPath[] {
  const found = new Map<string, WrittenPath>();
  const add: Add = (base, written, kind, place) => {
    const path = joinPath(written);
    const file = kind === "folder" ? null : nameOf(path);
    const folder = kind === "folder" ? path : parentOf(path);
    if (/[{}$%]/.test(folder) || (folder === "" && file === null) || (base === "unit" && folder.startsWith("..")))
      return;
    const isLog = kind === "log";
    // A log of a folder of its own may be called anything; one beside the code has to be known by its name.
    const isKnown = file !== null && !/[{}$%*]/.test(file);
    if (isLog && !isKnown && folder === "") return;
    const key = `${base}/${folder}/${isLog && folder !== "" ? "" : (file ?? "")}`;
    if (found.has(key)) return;
    found.set(key, {
      base,
      folder,
      file: isKnown ? file : null,
      isLog,
      isDatabase: kind === "database" || (kind === "file" && isDatabase(path)),
      isKept: !isLog && (file !== null || !SCRATCH.test(folder)),
      place,
    });
  };
  const anchors = readAnchors(workspace, unit);
  const home = databaseHome(workspace, recon, unit);
  // The file's name may stand in settings that know nothing of what opens it.
  const usesSqlite = recon.integrations.some(({ service }) => service === "sqlite");
  for (const path of workspace.paths("*.py")) {
    const text = isInside(unit, path) && !TEST_PATH.test(path) ? workspace.text(path) : null;
    if (text === null) continue;
    const at = (offset: number): Place => workspace.place(path, offset, "medium");
    for (const match of text.matchAll(SETTING)) {
      const [, name = "", value = ""] = match;
      const written = pathIn(value, path, anchors);
      // `storage_path = config.get("FILES", "storage_path")` asks a file of settings for what bears its name.
      const isKey = written?.path.toLowerCase() === name.toLowerCase();
      if (written && !isKey && isFolderName(written.path)) add(written.base, written.path, "folder", at(match.index));
    }
    const inAddresses = new Set<string>();
    const constant = (name: string): string | null => {
      const value = constantIn(text, name);
      if (value !== null) inAddresses.add(value);
      return value;
    };
    for (const { index, 1: slashed, 2: joined, 3: bare } of text.matchAll(SQLITE_URL)) {
      const whole = slashed ?? bare ?? "";
      const written =
        joined === undefined
          ? whole.replace(/\{(\w+)\}/g, (braces, name: string) => constant(name) ?? braces)
          : constant(joined);
      if (written !== null) addAddress(written, home, path, anchors, workspace.place(path, index), add);
    }
    if (usesSqlite || /sqlite/i.test(text)) {
      for (const match of text.matchAll(SQLITE_FILE)) {
        const written = pathIn(lineAround(text, match.index, match[0].length), path, anchors);
        // Django names its backend like a file of that kind.
        if (written && isDatabase(written.path) && !inAddresses.has(written.path))
          add(written.base, written.path, "database", at(match.index));
      }
    }
    if (/log/i.test(text)) {
      for (const match of text.matchAll(LOG_FILE)) {
        const given = firstArgument(match[1] ?? "");
        const set = settingIn(workspace, unit, given, path);
        const written = set ? pathIn(set.value, set.path, anchors) : pathIn(given, path, anchors);
        // Any dictionary may have a file name, so that key counts only where the name is that of a log.
        const isKey = /^["']/.test(match[0]) && !/\.(?:log|txt|jsonl?|out|err)$|logs?\//.test(written?.path ?? "");
        if (written && !isKey && !written.isGuess && /\.\w+$/.test(written.path))
          add(written.base, written.path, "log", at(match.index));
      }
    }
    if (INSTANCE.test(text)) add("work", "instance", "folder", at(text.search(INSTANCE)));
    for (const name of ignored) {
      // `"postgres"` in code is a user or a server's name, and `"_"` a separator, whatever git ignores.
      const isFolder = name.length > 1 && !name.includes(".") && serviceOfScheme(name) === null;
      const offset = isFolder ? findLiteral(text, name) : -1;
      if (offset < 0) continue;
      // A rule of git may hold in any folder, so where the program makes it is for the line to say.
      const written = pathIn(lineAround(text, offset, name.length + 2), path, anchors);
      const isSaid = written !== null && (written.path === name || written.path.endsWith(`/${name}`));
      add(isSaid ? written.base : "unit", isSaid ? written.path : name, "folder", at(offset));
    }
  }
  // What has no default gets the value that a sample shows.
  for (const { name, default: usual, places } of recon.environment) {
    const shown = /^sqlite(?:\+\w+)?:\/\/\/?([^?]+)/.exec((usual === null && samples.get(name)) || "")?.[1];
    const [place] = places;
    if (shown !== undefined && place) addAddress(shown, home, place.path, anchors, place, add);
  }
  for (const { path, offset, log } of readConfiguredLogs(workspace, unit)) {
    // What begins at the root is the person's own choice.
    if (!TEST_PATH.test(path) && !log.startsWith("/")) add("work", log, "log", workspace.place(path, offset, "medium"));
  }
  for (const { writes, place } of recon.readiness) {
    if (!writes || writes.path.startsWith("/") || !isInside(unit, place.path) || TEST_PATH.test(place.path)) continue;
    // Where a folder of the workspace begins the path, it starts from the analysed one, as what is built from `__file__` does.
    const top = writes.path.split("/", 1)[0] ?? "";
    const isAnchored = writes.path.includes("/") && workspace.files.some(({ path }) => path.startsWith(`${top}/`));
    const path = isAnchored ? relativeTo(unit, writes.path) : writes.path;
    // A file that git has would be hidden; one of another kind than data, beside the code, is a tool's or a report.
    if (writes.kind === "file" && (workspace.has(writes.path) || !(path.includes("/") || STATE.test(path)))) continue;
    if (writes.kind === "folder" && !isFolderName(path)) continue;
    add(isAnchored ? "unit" : "work", path, writes.kind, place);
  }
  return [...found.values()];
}

/** `app.config["LOG_FILE"]`, `settings.LOG_FILE` or `LOG_FILE`: an expression that is a setting and nothing else. */
const SETTING_READ =
  /^\s*(?:[\w.]*config(?:\.get\(\s*|\[\s*)["'](\w+)["']\s*[\])]|(?:[\w.]*(?:config|settings|cfg|conf)\.)?([A-Z][A-Z0-9_]*))\s*$/i;

/** What such a setting holds, by its only assignment in the file itself, else in another of the unit. */
function settingIn(
  workspace: Workspace,
  unit: string,
  expression: string,
  file: string,
): { readonly value: string; readonly path: string } | null {
  const read = SETTING_READ.exec(expression);
  const name = read?.[1] ?? read?.[2];
  if (name === undefined) return null;
  const assignment = new RegExp(`^[ \\t]*${name}[ \\t]*(?::[^=\\n]+)?=[ \\t]*([^=\\s][^\\n]*)$`, "m");
  const others = workspace.paths("*.py").filter(path => path !== file && isInside(unit, path) && !TEST_PATH.test(path));
  for (const path of [file, ...others]) {
    const value = assignment.exec(workspace.text(path) ?? "")?.[1];
    if (value !== undefined) return { value, path };
  }
  return null;
}

interface DatabaseHome {
  readonly base: WrittenPath["base"];
  readonly folder: string;
}

/**
 * Where databases with a relative address lie: Flask-SQLAlchemy keeps them in Flask's instance folder from 3.0 on, and before
 * beside the module that makes the application.
 */
function databaseHome(workspace: Workspace, { dependencies }: Pick<Recon, "dependencies">, unit: string): DatabaseHome {
  const used = dependencies.find(({ name }) => name === "flask-sqlalchemy");
  const version = used?.locked ?? /[=~]=\s*(\d[\d.]*)/.exec(used?.specifier ?? "")?.[1] ?? null;
  const isOld =
    version !== null ? /^[012]\./.test(version) : /<=?\s*[0-3](?:\.0)*\b(?!\.[1-9])/.test(used?.specifier ?? "");
  if (!used) return { base: "work", folder: "" };
  if (!isOld) return { base: "work", folder: "instance" };
  const [maker, ...others] = workspace
    .paths("*.py")
    .filter(path => isInside(unit, path) && !TEST_PATH.test(path))
    .filter(path => /\bFlask\(\s*__name__\b/.test(workspace.text(path) ?? ""));
  return maker === undefined || others.length > 0
    ? { base: "work", folder: "" }
    : { base: "unit", folder: relativeTo(unit, parentOf(maker)) };
}

/** The text that a file assigns to a name at its top level: `DB_NAME = "shop.db"`. */
function constantIn(text: string, name: string): string | null {
  return new RegExp(`^${name}\\s*=\\s*["']([\\w./-]+)["']\\s*(?:#.*)?$`, "m").exec(text)?.[1] ?? null;
}

function addAddress(written: string, home: DatabaseHome, file: string, anchors: Anchors, place: Place, add: Add): void {
  // `{BASE_DIR}/data/app.db` of a formatted string starts from a folder that the code names.
  const named = /^\{(\w+)\}\/([\w./-]+)$/.exec(written);
  const anchor = named ? anchors.folderOf(named[1] ?? "", file) : null;
  if (named && anchor) return add("unit", joinPath(anchor.folder, named[2] ?? ""), "database", place);
  // Four slashes make an absolute path, which lies outside the code and is the person's own choice.
  if (/^[/:]|:\/\/|[{}$%]/.test(written)) return;
  add(home.base, joinPath(home.folder, written), "database", place);
}

/**
 * The path that an expression makes of literals: below a folder that the code names, below one that nobody here knows (taken
 * for the unit's own), or alone, seen from where the program starts.
 */
function pathIn(
  expression: string,
  file: string,
  anchors: Anchors,
): { readonly base: WrittenPath["base"]; readonly path: string; readonly isGuess: boolean } | null {
  // Texts without what stands in braces are no code.
  const code = expression.replace(/(["'])((?:(?!\1).)*)\1/g, (_, quote: string, text: string) => {
    const hidden = text.replace(/\{(\w+)\}|[^{}]/g, part => (part.length > 1 ? part : " "));
    return `${quote}${hidden}${quote}`;
  });
  const end = code.includes("#") ? code.indexOf("#") : code.length;
  const anchor = anchors.folderOf(code.slice(0, end), file);
  const words = [...expression.slice(0, end).matchAll(/(["'])((?:(?!\1).)*)\1/g)]
    .filter(({ index, 0: literal }) => anchor === null || index + literal.length >= anchor.end)
    // `BASE_DIR + "/media"` goes on below the folder.
    .map(([, , word = ""]) =>
      word.replace(anchor !== null && /\+\s*["']\//.test(expression) ? /^\// : /^\{\w+\}\//, ""),
    )
    .filter(word => word !== "" && word !== "." && word !== ".." && !/^[A-Z][A-Z0-9_]+$/.test(word));
  const last = words.at(-1);
  if (last === undefined || /^\/|:\/\//.test(last)) return null;
  const isJoined = /\bjoin(?:path)?\(|\//.test(code.slice(0, end));
  const path = isJoined ? joinPath(...words) : last;
  if (!/^[\w./{}:%*-]+$/.test(path)) return null;
  if (anchor) return { base: "unit", path: joinPath(anchor.folder, path), isGuess: false };
  const isGuess = isJoined && words.length < 2;
  return { base: isGuess ? "unit" : "work", path, isGuess };
}

function isFolderName(path: string): boolean {
  return /^\.?\w[\w./-]*$/.test(path) && !/[\w-]\.\w{1,4}$/.test(path);
}

function isDatabase(path: string): boolean {
  return /\.(?:sqlite3?|db3?)$/.test(path) && !/(?:^|\.)backends\.sqlite3$/.test(path);
}

/** The statement that a literal stands in, as far as it is one line. */
function lineAround(text: string, offset: number, length: number): string {
  const start = text.lastIndexOf("\n", offset) + 1;
  const line = text.slice(start, offset + length);
  // The last thing that the line says before the literal: another key of the same dictionary has nothing to do with it.
  const cut = Math.max(line.lastIndexOf(",", offset - start - 1), line.lastIndexOf("{", offset - start - 1));
  return /join\(|["']\s*\/\s*["']/.test(line) ? line.slice(line.search(/\S/)) : line.slice(cut + 1);
}

/** Up to the comma that ends it. */
function firstArgument(text: string): string {
  let depth = 0;
  let quote = "";
  for (const [at, character] of [...text].entries()) {
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if (character === "(" || character === "[") depth++;
    else if (character === ")" || character === "]" || character === "}") {
      if (depth === 0) return text.slice(0, at);
      depth--;
    } else if (character === "," && depth === 0) return text.slice(0, at);
  }
  return text;
}

/** A string literal that is the name, or a path that starts with it. */
function findLiteral(text: string, name: string): number {
  for (const quote of ['"', "'"]) {
    for (let at = text.indexOf(quote + name); at >= 0; at = text.indexOf(quote + name, at + 1)) {
      const after = text.charAt(at + 1 + name.length);
      if (after === quote || after === "/") return at;
    }
  }
  return -1;
}
