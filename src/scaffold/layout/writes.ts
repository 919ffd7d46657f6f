import { isInside, joinPath, nameOf, relativeTo } from "../../model/paths";
import { literalPattern } from "../../model/patterns";
import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";
import { loadedFiles } from "../../recon/loaded-files";
import { serviceOfScheme } from "../../recon/knowledge/services";
import { readConfiguredLogs } from "./log-settings";
import { findPath, firstArgument, INSTANCE, lineAround, pathIn, wholeValue } from "./path-expression";
import { addressWrite, sqliteWrites } from "./sqlite-writes";
import { codePaths, isBesideCode, writingCode, type WritingCode } from "./writing-code";
import { writtenPaths, type Write, type WrittenPath } from "./written-path";

/** Names of settings that hold a folder the program writes to. */
const SETTING =
  /^[ \t]*(?:self\.)?(MEDIA_ROOT|EMAIL_FILE_PATH|[A-Z_]*(?:UPLOADS?|LOGS?|STORAGE|EXPORTS?|ATTACHMENTS?|OUTPUTS?|DOWNLOADS?|REPORTS?|ARCHIVE)_(?:FOLDER|DIR|DIRECTORY|PATH|ROOT))\s*(?::[^=\n]+)?=([^\n]*)$/gim;
/** `init_logging(log_dir=BASE_DIR / "logs")`: a folder that is handed to what writes there, or what a function takes without it. */
const HANDED =
  /[(,][ \t]*(\w*(?:uploads?|logs?|exports?|attachments?|outputs?|downloads?|reports?)_(?:folder|dir|directory))=(?!=)([^\n]*)/g;
/** The folder of Flask-Caching's `FileSystemCache`, in a dictionary of settings or in one of Flask's. */
const CACHE_FOLDER = /["'](CACHE_DIR)["']\s*\]?\s*(?::|=(?!=))([^\n]*)/g;
const STATE =
  /\.(?:json|csv|db3?|sqlite3?|duckdb|pkl|pickle|parquet|xlsx?|ya?ml|key|pem|token|dat)$|^\.?\w*(?:secret|token|state)\w*(?:\.txt)?$/i;
/** The file of a handler of `logging`, of `basicConfig`, of a dictionary of settings, or of loguru; none that is commented out. */
const LOG_FILE =
  /(?<!^[ \t]*#[^\n]*)(?:FileHandler\(\s*(?:filename\s*=\s*)?|\bbasicConfig\([^)]*?\bfilename\s*=\s*|["']filename["']\s*:\s*|\blogger\.add\(\s*(?:sink\s*=\s*)?)([^\n]*)/gm;

/**
 * Folders, databases and logs that the code writes to below its own folder, read from settings, from SQLite addresses, from
 * handlers of logs and from names that `.gitignore` keeps out and the code mentions.
 */
export function readWrites(
  workspace: Workspace,
  recon: Pick<
    Recon,
    "dependencies" | "integrations" | "readiness" | "environment" | "modules" | "frameworks" | "imports" | "entryPoints"
  >,
  unit: string,
  ignored: readonly string[],
  samples: ReadonlyMap<string, string> = new Map(),
): readonly WrittenPath[] {
  const code = writingCode(workspace, recon, unit);
  const loaded = loadedFiles(recon, ({ kind }) => kind !== "typing");
  const inCode = codePaths(workspace, unit).flatMap(path => {
    const text = workspace.text(path);
    if (text === null) return [];
    return [
      ...settingWrites(code, path, text),
      ...sqliteWrites(code, path, text),
      ...logWrites(code, path, text),
      ...instanceWrites(code, path, text),
      ...toolWrites(code, path, text, recon.entryPoints.length === 0 || loaded.has(path)),
      ...ignoredWrites(code, path, text, ignored),
    ];
  });
  return writtenPaths([
    ...inCode,
    ...sampleWrites(code, recon, samples),
    ...configuredWrites(code),
    ...observedWrites(code, recon),
  ]);
}

function settingWrites({ workspace, unit, anchors }: WritingCode, path: string, text: string): readonly Write[] {
  const set: readonly RegExpExecArray[] = [...text.matchAll(SETTING), ...text.matchAll(CACHE_FOLDER)].map(match =>
    Object.assign(match, { 2: wholeValue(text, match.index + match[0].length - (match[2] ?? "").length) }),
  );
  const handed: readonly RegExpExecArray[] = [...text.matchAll(HANDED)].map(match =>
    Object.assign(match, { 2: firstArgument(match[2] ?? "") }),
  );
  return [...set, ...handed].flatMap((match): readonly Write[] => {
    const { index, 1: name = "", 2: value = "" } = match;
    if (isParameter(text, index)) return [];
    const written = pathIn(value, path, anchors);
    if (!written || !isFolderName(written.path)) return [];
    // A volume keeps what lay in the folder when it was made, and so hides what the next release brings.
    if (handed.includes(match) && holdsFiles(workspace, joinPath(unit, written.path))) return [];
    // `storage_path = config.get("FILES", "storage_path")` asks a file of settings for what bears its name.
    if (written.path.toLowerCase() === name.toLowerCase() && isAskedFor(value, written.path)) return [];
    if (KEY_ALONE.test(value)) return [];
    return [{ base: written.base, path: written.path, kind: "folder", place: workspace.place(path, index, "medium") }];
  });
}

/** `done["file_path"]`: the word is a key, whatever takes what stands behind it. */
const KEY_ALONE = /^\s*[\w.]+\[\s*["'][^"'\n]*["']\s*\]\s*(?:#.*)?$/;

/** Whether an argument's place is in the head of a function. */
function isParameter(text: string, index: number): boolean {
  return /^def \w+\s*\((?:(?!\)\s*(?:->|:))[\s\S])*$/.test(text.slice(text.lastIndexOf("def ", index), index + 1));
}

/** Whether the workspace has files below a folder; one that only keeps the folder in git is none. */
function holdsFiles(workspace: Workspace, folder: string): boolean {
  return workspace.files.some(({ path }) => path.startsWith(`${folder}/`) && !nameOf(path).startsWith("."));
}

/** Whether a read names the word, as its only argument or behind a section, and no other literal of the line repeats it as a default. */
function isAskedFor(value: string, word: string): boolean {
  const literal = `["']${literalPattern(word)}["']`;
  const read = `(?:\\bgetenv\\(|\\bconfig\\(|\\benviron\\.get\\(|(?<!\\benviron)\\.get\\w*\\(\\s*(?:["'][^"'\\n]*["']\\s*,)?|\\w\\[)\\s*`;
  return new RegExp(read + literal).test(value) && value.match(new RegExp(literal, "gi"))?.length === 1;
}

function logWrites(code: WritingCode, path: string, text: string): readonly Write[] {
  if (!/log/i.test(text)) return [];
  return [...text.matchAll(LOG_FILE)].flatMap(({ index, 0: opening, 1: rest = "" }): readonly Write[] => {
    const given = firstArgument(rest);
    const set = settingIn(code, given, path) ?? { value: given, path };
    const written = pathIn(set.value, set.path, code.anchors);
    if (!written || written.isGuess || !/\.\w+$/.test(written.path)) return [];
    // Any dictionary may have a file name, so that key counts only where the name is that of a log.
    if (/^["']/.test(opening) && !/\.(?:log|txt|jsonl?|out|err)$|logs?\//.test(written.path)) return [];
    return [
      { base: written.base, path: written.path, kind: "log", place: code.workspace.place(path, index, "medium") },
    ];
  });
}

function instanceWrites({ workspace }: WritingCode, path: string, text: string): readonly Write[] {
  const offset = text.search(INSTANCE);
  if (offset < 0) return [];
  return [{ base: "work", path: "instance", kind: "folder", place: workspace.place(path, offset, "medium") }];
}

interface ToolWrites {
  readonly used: RegExp;
  readonly sent: RegExp;
  /** True where a call writes it: only in files that a start loads. */
  readonly isCall?: boolean;
  readonly paths: readonly string[];
}

/** What tools keep in the working folder where the code sends them nowhere else. */
const TOOL_WRITES: readonly ToolWrites[] = [
  { used: /^HTTPCACHE_ENABLED *= *True/m, sent: /^HTTPCACHE_(?:DIR|STORAGE) *=/m, paths: [".scrapy"] },
  // Up to MLflow 2 all lies in the folder, since MLflow 3 the runs lie in a database beside it.
  {
    used: /\bmlflow\.(?:start_run|set_experiment|log_\w+|(?:\w+\.)?autolog)\(/,
    sent: /\bset_tracking_uri\(|MLFLOW_TRACKING_URI|\bMlflowClient\(/,
    isCall: true,
    paths: ["mlruns", "mlflow.db"],
  },
];

function toolWrites({ workspace, unit }: WritingCode, path: string, text: string, isLoaded: boolean): readonly Write[] {
  return TOOL_WRITES.flatMap(({ used, sent, isCall = false, paths }) => {
    const offset = isCall && !isLoaded ? -1 : text.search(used);
    if (offset < 0 || codePaths(workspace, unit).some(other => sent.test(workspace.text(other) ?? ""))) return [];
    const place = workspace.place(path, offset, "medium");
    return paths.map((each): Write => ({
      base: "work",
      path: each,
      kind: each.endsWith(".db") ? "file" : "folder",
      place,
    }));
  });
}

function ignoredWrites(
  { workspace, anchors }: WritingCode,
  path: string,
  text: string,
  ignored: readonly string[],
): readonly Write[] {
  return ignored.flatMap((name): readonly Write[] => {
    // `"postgres"` in code is a user or a server's name, and `"_"` a separator, whatever git ignores.
    const isFolder = name.length > 1 && !name.includes(".") && serviceOfScheme(name) === null;
    const offset = isFolder ? findPath(text, name) : -1;
    if (offset < 0) return [];
    const place = workspace.place(path, offset, "medium");
    // A rule of git may hold in any folder, so where the program makes it is for the line to say.
    const written = pathIn(lineAround(text, offset, name.length + 2), path, anchors);
    const isSaid = written !== null && (written.path === name || written.path.endsWith(`/${name}`));
    // What begins in the folder of the tests is mentioned for them: nothing says that the program writes it.
    if (/^tests?(?:\/|$)/.test(isSaid ? written.path : name)) return [];
    return [{ base: isSaid ? written.base : "unit", path: isSaid ? written.path : name, kind: "folder", place }];
  });
}

/** What has no default gets the value that a sample shows. */
function sampleWrites(
  code: WritingCode,
  { environment }: Pick<Recon, "environment">,
  samples: ReadonlyMap<string, string>,
): readonly Write[] {
  return environment.flatMap(({ name, default: usual, places: [place] }) => {
    const sample = usual === null ? (samples.get(name) ?? "") : "";
    const shown = /^sqlite(?:\+\w+)?:\/\/\/?([^?]+)/.exec(sample)?.[1];
    return shown !== undefined && place ? (addressWrite(code, shown, place.path, place) ?? []) : [];
  });
}

function configuredWrites({ workspace, unit }: WritingCode): readonly Write[] {
  return (
    readConfiguredLogs(workspace, unit)
      // What begins at the root is the person's own choice.
      .filter(({ path, log }) => !isBesideCode(path) && !log.startsWith("/"))
      .map(({ path, offset, log }) => ({
        base: "work",
        path: log,
        kind: "log",
        place: workspace.place(path, offset, "medium"),
      }))
  );
}

/** What recon saw the code write. */
function observedWrites({ workspace, unit }: WritingCode, { readiness }: Pick<Recon, "readiness">): readonly Write[] {
  return readiness.flatMap(({ writes, place }): readonly Write[] => {
    if (!writes || writes.path.startsWith("/") || !isInside(unit, place.path) || isBesideCode(place.path)) return [];
    // Where a folder of the workspace begins the path, it starts from the analysed one, as what is built from `__file__` does.
    const top = writes.path.split("/", 1)[0] ?? "";
    const isAnchored = writes.path.includes("/") && workspace.files.some(({ path }) => path.startsWith(`${top}/`));
    const path = isAnchored ? relativeTo(unit, writes.path) : writes.path;
    const isUsual =
      writes.kind === "folder"
        ? isFolderName(path)
        : // A file that git has would be hidden; one of another kind than data, beside the code, is a tool's or a report.
          !workspace.has(writes.path) && (path.includes("/") || STATE.test(path));
    return isUsual ? [{ base: isAnchored ? "unit" : "work", path, kind: writes.kind, place }] : [];
  });
}

/** `app.config["LOG_FILE"]`, `settings.LOG_FILE` or `LOG_FILE`: an expression that is a setting and nothing else. */
const SETTING_READ =
  /^\s*(?:[\w.]*config(?:\.get\(\s*|\[\s*)["'](\w+)["']\s*[\])]|(?:[\w.]*(?:config|settings|cfg|conf)\.)?([A-Z][A-Z0-9_]*))\s*$/i;

/** What such a setting holds, by its only assignment in the file itself, else in another of the unit. */
function settingIn(
  { workspace, unit }: WritingCode,
  expression: string,
  file: string,
): { readonly value: string; readonly path: string } | null {
  const read = SETTING_READ.exec(expression);
  const name = read?.[1] ?? read?.[2];
  if (name === undefined) return null;
  const assignment = new RegExp(`^[ \\t]*${name}[ \\t]*(?::[^=\\n]+)?=[ \\t]*([^=\\s][^\\n]*)$`, "m");
  const others = codePaths(workspace, unit).filter(path => path !== file);
  for (const path of [file, ...others]) {
    const value = assignment.exec(workspace.text(path) ?? "")?.[1];
    if (value !== undefined) return { value, path };
  }
  return null;
}

function isFolderName(path: string): boolean {
  return /^\.?\w[\w./-]*$/.test(path) && !/[\w-]\.\w{1,4}$/.test(path);
}
