import type { CommandSource, Evidence } from "../../model/evidence";
import type { Place } from "../../model/place";
import type { EntryPointKind } from "../../model/recon";
import type { DetectContext } from "../define-detector";
import { resolveTarget, splitTarget, type ResolvedTarget } from "../targets/resolve-target";
import { isOptionFor } from "../applications/default-port";
import { djangoSites } from "../django/sites";
import { siteFor } from "../django/site-for";
import type { PythonFile, PythonProject } from "../../python/project";
import { reloadCommand, serveCommand } from "../web/serve-command";
import { optionOf, parseArguments, portOf } from "./arguments";
import { configured } from "./configured-command";
import { endsByItself } from "./django";
import { applicationOf, type CommandApplication } from "./command-application";
import { containerCommand } from "./container-command";
import { expandText, expandWords } from "./expand";
import { expandFilePatterns } from "./file-patterns";
import { migrationFolder, migrationToolOf, withOwnPaths } from "./migration-command";
import { readCommand } from "./read-command";
import { flaskGroupReading } from "./flask-group";
import { otherManager } from "./other-package-tool";
import type { CommandReading } from "./reading";
import { scriptReading } from "./script-reading";
import { joinPath, nameOf, parentOf, withoutFolder } from "../../model/paths";
import { isTemplate, onlyAsks, ownWords, withoutInterpreter } from "./own-words";
import { InstalledModules } from "../provided-modules";

/** Where a command was found and what its surroundings say. */
export interface CommandOrigin {
  readonly source: CommandSource;
  readonly place: Place;
  /** Name of the process or service, null where it has none. */
  readonly name: string | null;
  /** Working directories in the workspace, the most likely first. */
  readonly folders: readonly string[];
  readonly variables?: ReadonlyMap<string, string>;
  /** Words that a shell reads without quotes: among them it fills in the names of files. */
  readonly bare?: readonly string[] | undefined;
  /** Port that the surroundings publish (`EXPOSE`, `ports:`). */
  readonly port?: number | null;
  /** What starts the command keeps it running: a management command of the project's own is a worker there. */
  readonly staysRunning?: boolean;
  /** Only what stays running or prepares it counts; test and build commands of CI say nothing about the application. */
  readonly roles?: readonly CommandReading["role"][];
}

const DEFAULT_PORT = 8000;

/** What one command proves: entry point, port, framework, migrations, static files, tests. */
export function commandEvidence(
  context: DetectContext,
  words: readonly string[],
  origin: CommandOrigin,
): readonly Evidence[] {
  if (isTemplate(words)) return [];
  const variables = new Map(origin.variables ?? []);
  const port = origin.port ?? portAmong(variables) ?? DEFAULT_PORT;
  // A default of the command's own (`${PORT:-8080}`) says more than what its surroundings do.
  if (!variables.has("PORT") && expandWords(words, variables).open.includes("PORT"))
    variables.set("PORT", String(port));
  const known = ownWords(expandWords(words, variables).words);
  if (onlyAsks(known.slice(1))) return [];
  const own = readOwn(context, withoutInterpreter(known), origin);
  if (own && origin.staysRunning && isOwnManagement(own)) {
    const target = own.tool === "flask" ? own.words.filter(word => !word.startsWith("-")).join(" ") : own.target;
    const worker = { ...own, role: "worker", kind: "worker", target } as const;
    return evidenceOf(context, worker, { ...origin, name: origin.name ?? target.replace(/^\S+ /, "") }, port);
  }
  const read = own && configured(context, own, origin);
  if (read === null) return [];
  const isKept = read.role === "script" && origin.staysRunning === true;
  if (origin.roles && !isKept && !origin.roles.includes(read.role)) return [];
  return evidenceOf(context, read, origin, port);
}

/** What the command is: one of a known tool, or of a script of the workspace's. */
function readOwn(context: DetectContext, words: readonly string[], origin: CommandOrigin): CommandReading | null {
  const read = readCommand(words) ?? scriptReading(context, words, origin);
  const grouped = read && flaskGroupReading(context, read, origin.folders);
  if (grouped) return grouped;
  if (read?.tool !== "manage.py" || djangoSites(context.project).length > 0) return read;
  // An editor's template for Django names a `manage.py` that is nowhere.
  return context.project.files.some(({ path }) => nameOf(path) === "manage.py") ? otherManager(read) : null;
}

/** A management command, or one of Flask's command line, that no table knows. */
function isOwnManagement({ tool, role, target, words }: CommandReading): boolean {
  if (role !== "other") return false;
  if (tool === "flask")
    return /^[a-z]/.test(words.at(-1) ?? "") && !/^(?:flask|shell|routes|db|\w*init\S*)$/.test(words[1] ?? "");
  return tool === "manage.py" && /^manage\.py \w/.test(target) && !endsByItself(target);
}

/**
 * Words that the environment or the files there complete (`pages/*.py`) need a shell, which `exec` replaces so that signals
 * reach the process.
 */
function withShell(words: readonly string[], bare: readonly string[] = []): readonly string[] {
  const isPattern = (word: string): boolean => FILES.test(word) && bare.includes(word);
  if (!words.some(word => /\$[\w{(]/.test(word) || isPattern(word)) || words[0] === "sh") return words;
  return ["sh", "-c", `exec ${words.map(word => (isPattern(word) ? word : shellWord(word))).join(" ")}`];
}

const FILES = /^[\w.-]*\/[\w./-]*\*[\w./*-]*$/;

/** A word as a shell reads it again: quotes inside `$(…)` are its own, and what it prints may be several words or none. */
function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word) || /^\$\(.*\)$/s.test(word)) return word;
  // An option with an empty value is refused, so a variable that nobody set leaves the option out.
  const option = /^--[\w-]+=\$(?:(\w+)|\{(\w+)\})$/.exec(word);
  if (option) return `\${${option[1] ?? option[2] ?? ""}:+"${word}"}`;
  return word.includes("$(") ? `"${word}"` : `"${word.replace(/["\\`]/g, "\\$&")}"`;
}

function portAmong(variables: ReadonlyMap<string, string>): number | null {
  const port = Number(variables.get("PORT"));
  return Number.isInteger(port) && port > 0 ? port : null;
}

function evidenceOf(
  context: DetectContext,
  read: CommandReading,
  origin: CommandOrigin,
  port: number,
): readonly Evidence[] {
  const { place, source } = origin;
  const out: Evidence[] = [];
  if (read.framework !== null && read.framework !== "") out.push({ claim: "framework", name: read.framework, place });
  if (read.role === "migrate") {
    const folder = migrationFolder(context, read, foldersOf(read, origin));
    out.push({
      claim: "migrations",
      source,
      tool: migrationToolOf(read),
      command: withOwnPaths(context.workspace, read, folder ?? ""),
      ...(folder === null ? {} : { workingDirectory: folder }),
      place,
    });
  } else if (read.role === "static") {
    const folder = migrationFolder(context, read, foldersOf(read, origin));
    out.push({ claim: "static", command: withOwnPaths(context.workspace, read, folder ?? ""), folder: null, place });
  } else if (read.role === "test") {
    out.push({
      claim: "tests",
      source,
      runner: read.tool === "manage.py" ? "django" : read.tool === "python" ? "script" : read.tool,
      command: expandFilePatterns(context.workspace, [...foldersOf(read, origin), context.unit], read.words),
      place,
    });
  } else if (read.kind !== null) {
    out.push(...entryEvidence(context, read, origin, port));
  }
  return out;
}

/** A command with what it names, found in the workspace. */
interface Start {
  readonly read: CommandReading;
  readonly origin: CommandOrigin;
  readonly resolved: ResolvedTarget;
  readonly application: CommandApplication | null;
  /** Folder of the workspace that it runs in. */
  readonly folder: string;
}

/** Where a command is started whose application is not known: beside the site's `manage.py`, or where its target is found. */
function workingFolder(
  context: DetectContext,
  read: CommandReading,
  resolved: ReturnType<typeof targetOf>,
  folders: readonly string[],
): string {
  const site = read.tool === "manage.py" ? siteFor(context.project, folders) : null;
  if (site) return site.folder;
  return resolved.status === "found" ? resolved.folder : (folders[0] ?? context.unit);
}

function entryEvidence(
  context: DetectContext,
  read: CommandReading,
  origin: CommandOrigin,
  port: number,
): readonly Evidence[] {
  const folders = foldersOf(read, origin);
  const resolved = targetOf(context, read, folders);
  const application = applicationOf(context, read, resolved, folders);
  if (isWebServer(read.kind) && !isNamed(read) && resolved.path === null && !application) return [];
  const { place, source } = origin;
  const isMissing = (resolved.status === "missing" && isChecked(read)) || isNowhere(context, read, resolved);
  const out: Evidence[] = isMissing ? missingTarget(read, place) : [];
  const folder = application?.folder ?? workingFolder(context, read, resolved, folders);
  const start: Start = { read, origin, resolved, application, folder };
  const kind = application?.kind ?? read.kind ?? "script";
  const ownPort = portOfStart(context, start, port);
  const { command, devCommand } = commandsOf(context, start, kind, ownPort, port);
  out.push({
    claim: "entry-point",
    kind,
    name: origin.name ?? defaultName(read, kind),
    target: application?.target ?? targetText(read, resolved),
    command: withShell(seenFromFolder(context, start, command), origin.bare),
    devCommand: withShell(seenFromFolder(context, start, devCommand), origin.bare),
    port: ownPort,
    source,
    workingDirectory: start.folder,
    place: isMissing ? { ...place, confidence: "low" } : place,
    ...(isKeptRunning(start) ? { staysRunning: true } : {}),
  });
  if (ownPort !== null && read.words.some(word => word.includes(String(ownPort))))
    out.push({ claim: "port", port: ownPort, source, place });
  return out;
}

/**
 * Not so is a server's application that nobody names here (`gunicorn "$APP"`, `"$PACKAGE.asgi:app"`), with a value that only
 * the deployment or another program knows.
 */
function isNamed({ target }: CommandReading): boolean {
  return target !== "" && !/\$(?!\()/.test(target);
}

/** A script that what runs it keeps running, and that does more than to define things. */
function isKeptRunning({ read, origin, resolved }: Start): boolean {
  return (
    origin.staysRunning === true && read.role === "script" && resolved.file !== null && doesSomething(resolved.file)
  );
}

function missingTarget({ target }: CommandReading, place: Place): Evidence[] {
  const message = `This command starts ${target}, which no file of the workspace offers.`;
  return target === "" ? [] : [{ claim: "problem", code: "command-target-missing", message, place }];
}

function isWebServer(kind: EntryPointKind | null): kind is "wsgi" | "asgi" {
  return kind === "wsgi" || kind === "asgi";
}

/** `usual` is the port of a server that says nothing of its own. */
function portOfStart({ project }: DetectContext, start: Start, usual: number): number | null {
  const { read, origin, application } = start;
  const said =
    read.port ??
    portOfOption(project, start) ??
    (application?.isUsualPort ? origin.port : null) ??
    application?.port ??
    null;
  if (said !== null || (read.role !== "serve" && application === null)) return said;
  // Twisted serves any protocol on any port: without a word about it there is nothing to assume.
  return read.tool === "twistd" ? (origin.port ?? null) : usual;
}

/** `python -m shop.main --port 9000`, where the program serves and has that option. */
function portOfOption(project: PythonProject, { read, application, resolved: { file } }: Start): number | null {
  if (
    read.role !== "script" ||
    !application ||
    !file?.facts.calls.some(call => isOptionFor(project, file, call, "port"))
  )
    return null;
  return portOf(optionOf(parseArguments(read.words, new Set()), "--port"));
}

/** What a container starts, and what one for work on the code does: each is put together where the command is of the other kind. */
function commandsOf(
  { dependencies }: DetectContext,
  { read, application }: Start,
  kind: EntryPointKind,
  ownPort: number | null,
  usual: number,
): { readonly command: readonly string[]; readonly devCommand: readonly string[] } {
  const written = containerCommand(read, ownPort);
  const port = ownPort ?? usual;
  const served = application !== null && isWebServer(kind) ? { ...application, kind } : null;
  if (read.isDevelopment || application?.isDevelopment === true) {
    return {
      command: served ? serveCommand(served.kind, served.target, port, dependencies) : written,
      devCommand: containerCommand(read, ownPort, { keepsReload: true }),
    };
  }
  if (served === null || served.framework === null) return { command: written, devCommand: written };
  const { framework, target, manage } = served;
  return { command: written, devCommand: reloadCommand(framework, served.kind, target, manage, port) };
}

/** Files that a command names are seen from the folder that it runs in. */
function seenFromFolder(
  { workspace }: DetectContext,
  { read, resolved, folder }: Start,
  words: readonly string[],
): readonly string[] {
  const isManager = read.tool === "manage.py" || read.tool === "manager";
  const manager = isManager ? read.words.find(word => word.endsWith(".py")) : undefined;
  const path = resolved.path ?? (manager === undefined ? null : joinPath(folder, nameOf(manager)));
  const own = path === null ? null : withoutFolder(folder, path);
  return words.map(word => {
    if (workspace.has(word)) return withoutFolder(folder, word);
    return own !== null && word.startsWith("/") && word.endsWith(`/${own}`) ? own : word;
  });
}

/** Whether running a file does more than define things. */
export function doesSomething({ facts: { mainGuards, calls } }: PythonFile): boolean {
  return mainGuards.length > 0 || calls.some(({ scope, decorator }) => scope === -1 && !decorator);
}

/** What a command names, as its program looks it up. */
function targetOf(
  { workspace, project }: DetectContext,
  read: CommandReading,
  folders: readonly string[],
): ResolvedTarget {
  const resolved = resolveTarget(workspace, project, pathTarget(read.target), folders);
  // Gunicorn takes a name or a call, and refuses `app.server` (gunicorn.util.import_app).
  if (read.tool === "gunicorn" && resolved.attribute?.includes(".")) return { ...resolved, status: "missing" };
  // The last part of what `celery -A` is given may be a name of a module (kombu.utils.imports.symbol_by_name).
  const dotted = read.tool === "celery" && resolved.status === "missing" ? /^([\w.]+)\.(\w+)$/.exec(read.target) : null;
  if (!dotted) return resolved;
  const named = resolveTarget(workspace, project, `${dotted[1]}:${dotted[2]}`, folders);
  return named.status === "found" ? named : resolved;
}

function foldersOf(read: CommandReading, origin: CommandOrigin): readonly string[] {
  const inside =
    read.folder === null || /^\.\/?$/.test(read.folder)
      ? []
      : origin.folders.map(folder => `${folder === "" ? "" : `${folder}/`}${read.folder ?? ""}`.replace(/^\.\//, ""));
  return [...new Set([...inside, ...origin.folders, ...foldersAbove(origin.place.path)])];
}

/** A script of a shell lies in the project that it starts, also where what calls it works in a folder that only the image has. */
function foldersAbove(path: string): readonly string[] {
  if (!/\.(?:sh|bash)$/.test(path)) return [];
  const folders: string[] = [];
  for (let folder = parentOf(path); folder !== ""; folder = parentOf(folder)) folders.push(folder);
  return folders;
}

/** `gunicorn old_project.wsgi` of a platform's file that was copied: neither the workspace nor a dependency has that module. */
function isNowhere(
  { dependencies }: DetectContext,
  { kind, target, tool }: CommandReading,
  resolved: ResolvedTarget,
): boolean {
  const { module } = splitTarget(target);
  if (
    (kind !== "wsgi" && kind !== "asgi" && tool !== "awslambdaric") ||
    resolved.status !== "external" ||
    !/^[a-z_][\w.]*$/i.test(module)
  )
    return false;
  return !new InstalledModules(dependencies.map(({ name }) => name)).provide(module);
}

const CHECKED: ReadonlySet<string> = new Set(["celery", "python", "awslambdaric"]);

/** Commands whose target names code of the workspace; others name queues, flows or services. */
function isChecked(read: CommandReading): boolean {
  return read.kind === "wsgi" || read.kind === "asgi" || CHECKED.has(read.tool);
}

/** `fastapi run app` and `streamlit run app.py` name files; a folder of `fastapi` is a package. */
function pathTarget(target: string): string {
  return target.replace(/^\.\//, "");
}

function targetText(read: CommandReading, resolved: ResolvedTarget): string {
  // Celery finds the object of a module by itself, so the module names it as well as `module.name` does.
  if (read.tool === "celery" && resolved.attribute !== null && !read.target.includes(":"))
    return read.target.replace(/\.\w+$/, "");
  if (read.target !== "") return read.target.replace(/^\.\//, "");
  return resolved.path ?? read.tool;
}

function defaultName(read: CommandReading, kind: EntryPointKind): string {
  switch (kind) {
    case "wsgi":
    case "asgi":
    case "server":
    case "dash":
    case "streamlit":
    case "gradio":
      return read.role === "monitor" ? read.tool : "web";
    case "worker":
    case "beat":
    case "bot":
    case "grpc":
    case "notebook":
      return kind;
    default:
      return expandText(read.target, new Map())
        .replace(/\.(?:py|ya?ml)$|:\w+$/, "")
        .replace(/^.*[/.]/, "")
        .replace(/^(?:manage\.py\s+)/, "");
  }
}
