import type { Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { asText, at, entries, type DataNode } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import type { Dependency } from "../../model/recon";
import type { DetectContext } from "../define-detector";
import { joinPath, pathInside } from "../../model/paths";
import { environmentFile } from "../docker/compose-services";
import { parseAddress, portOf } from "./arguments";
import { uwsgiTarget } from "./servers";

/** What a server's own configuration file says. */
export interface ServerConfiguration {
  readonly target: { readonly text: string; readonly offset: number } | null;
  readonly port: { readonly number: number; readonly offset: number } | null;
  /** Gunicorn's worker class where one is set. */
  readonly workerClass: string | null;
  /** Folder that it changes to, seen from its own; null for one of another machine. */
  readonly folder: string | null;
  /** Further commands that it runs. */
  readonly attached: readonly AttachedCommand[];
  /** Options to give in place of the file, where it names what only the machine it was written for has; else null. */
  readonly portable: readonly string[] | null;
  /** It answers HTTP on every interface by itself. */
  readonly isOpen: boolean;
}

export interface AttachedCommand {
  readonly text: string;
  readonly offset: number;
  /** It is kept running; others end before the server starts. */
  readonly isDaemon: boolean;
}

const DAEMON = /^(?:smart-)?attach-daemon2?$|^legion-attach-daemon$/;
const HOOK =
  /^exec-(?:as-root|as-user|pre-app|pre-jail|post-jail)$|^hook-(?:asap|as-root|as-user|pre-app|pre-jail|post-jail)$/;

/** Options of uWSGI that name files, users and plugins of one machine (uWSGI: "Configuration Options"). */
const MACHINE =
  /^(?:virtualenv|venv|home|pyhome|uid|gid|chroot|logto2?|logger|req-logger|daemonize2?|pidfile2?|safe-pidfile2?|spooler|plugins?|static-map2?|touch-\S+|ssl-\S+|https?2?-cert)$/;
/** Options that hold anywhere: numbers, and switches that are given without a value. */
const NUMBERS = /^(?:processes|workers|threads|buffer-size|harakiri|max-requests|http-timeout|post-buffering|gevent)$/;
const SWITCHES = /^(?:enable-threads|lazy-apps|lazy|master|need-app|single-interpreter|strict|thunder-lock|vacuum)$/;

/** Reads a configuration of uWSGI (INI, YAML) or Gunicorn (Python); null for other files. */
export function readServerConfiguration(
  workspace: Workspace,
  project: PythonProject,
  path: string,
): ServerConfiguration | null {
  if (path.endsWith(".py")) return readGunicorn(project, path);
  const section = at(workspace.data(path).root, "uwsgi");
  return section ? readUwsgi(section) : null;
}

/** What Gunicorn reads in its working directory where nothing names a file (Gunicorn: "Settings", config: `./gunicorn.conf.py`). */
export function gunicornFile(workspace: Workspace, folder: string): string | null {
  const path = joinPath(folder, "gunicorn.conf.py");
  return workspace.has(path) ? path : null;
}

/** The port that such a file names. */
export function gunicornPort(workspace: Workspace, project: PythonProject, folder: string): number | null {
  const path = gunicornFile(workspace, folder);
  return path === null ? null : (readServerConfiguration(workspace, project, path)?.port?.number ?? null);
}

/**
 * The port of `flask run` in the files that Flask reads where python-dotenv is installed (Flask documentation, "Environment
 * Variables From dotenv"), of the folder it is called in and of the one above all.
 */
export function flaskPort(
  { workspace, dependencies }: Pick<DetectContext, "workspace" | "dependencies">,
  folder: string,
): number | null {
  const isRead = ({ name, extras }: Dependency): boolean =>
    name === "python-dotenv" || (name === "flask" && extras.includes("dotenv"));
  if (!dependencies.some(isRead)) return null;
  for (const path of new Set([folder, ""].flatMap(at => [joinPath(at, ".flaskenv"), joinPath(at, ".env")]))) {
    const port = portOf(environmentFile(workspace, path).get("FLASK_RUN_PORT"));
    if (port !== null) return port;
  }
  return null;
}

function readUwsgi(section: DataNode): ServerConfiguration {
  const option = (...names: readonly string[]): { text: string; offset: number } | null => {
    for (const name of names) {
      const node = entries(section).find(({ key }) => key.trim() === name)?.value;
      const text = asText(node);
      if (node && text !== undefined) return { text: text.trim(), offset: node.span.start };
    }
    return null;
  };
  const module = option("module", "wsgi", "wsgi-file", "file", "mount");
  const http = option("http", "http-socket", "https");
  const { host, port } = parseAddress(http?.text);
  const isOpen = option("http", "http-socket") !== null && isEverywhere(host) && (port ?? 0) >= 1024;
  const folder = option("chdir", "pythonpath", "chdir2")?.text ?? null;
  return {
    target: module && {
      text: uwsgiTarget(module.text.replace(/^[^=]*=/, ""), option("callable")?.text),
      offset: module.offset,
    },
    port: http && port !== null ? { number: port, offset: http.offset } : null,
    workerClass: null,
    // `%d` and `$(X)` are known only where it runs.
    folder: folder === null || /^\/|[%$]/.test(folder) ? null : folder,
    attached: attachedCommands(section),
    portable: isOfMachine(section) || (http !== null && !isOpen) ? portableOptions(section) : null,
    isOpen,
  };
}

function isEverywhere(host: string | null): boolean {
  return host === null || /^(?:|0\.0\.0\.0|\*|\[?::\]?)$/.test(host);
}

function isOfMachine(section: DataNode): boolean {
  return entries(section).some(({ key, value }) => {
    const name = key.trim();
    const text = asText(value)?.trim() ?? "";
    return MACHINE.test(name) || (/^(?:chdir2?|pythonpath|env)$/.test(name) && /^\/|%d/.test(text));
  });
}

function portableOptions(section: DataNode): readonly string[] {
  return entries(section).flatMap(({ key, value }) => {
    const name = key.trim();
    const text = asText(value)?.trim() ?? "";
    if (NUMBERS.test(name) && /^\d+$/.test(text)) return [`--${name}`, text];
    return SWITCHES.test(name) && /^(?:true|1|yes|on|)$/i.test(text) ? [`--${name}`] : [];
  });
}

/** Daemons and hooks; those that only run where a variable is set (`if-env = X` to `endif`) are nothing that always runs. */
function attachedCommands(section: DataNode): readonly AttachedCommand[] {
  const found: AttachedCommand[] = [];
  let isConditional = false;
  for (const { key, value } of entries(section)) {
    const name = key.trim();
    const text = asText(value);
    if (name === "if-env" || name === "if-opt") isConditional = true;
    else if (name === "endif") isConditional = false;
    if (text === undefined || isConditional) continue;
    const isHook = HOOK.test(name) && (!name.startsWith("hook-") || text.startsWith("exec:"));
    if (!DAEMON.test(name) && !isHook) continue;
    // `attach-daemon2 = cmd=celery …,freq=5`: words and options in one list.
    const command = /(?:^|,)cmd=(.*?)(?:,\w+=|$)/.exec(text)?.[1] ?? text.replace(/^exec:/, "");
    found.push({ text: command, offset: value.span.start, isDaemon: !isHook });
  }
  return found;
}

function readGunicorn(project: PythonProject, path: string): ServerConfiguration | null {
  const file = project.file(path);
  if (!file) return null;
  const setting = (name: string) =>
    file.facts.assignments.findLast(({ target, scope, key }) => target === name && scope === -1 && key === null);
  const bind = setting("bind");
  const { port } = parseAddress(
    textWithDefaults(project, file, bind?.value?.kind === "sequence" ? bind.value.items[0] : bind?.value),
  );
  const application = setting("wsgi_app");
  const chdir = project.string(file, setting("chdir")?.value);
  const target = application ? project.string(file, application.value) : null;
  return {
    target: application && target !== null && target !== "" ? { text: target, offset: application.offset } : null,
    port: bind && port !== null ? { number: port, offset: bind.offset } : null,
    workerClass: project.string(file, setting("worker_class")?.value),
    folder: chdir?.startsWith("/") ? null : chdir,
    attached: [],
    portable: null,
    isOpen: false,
  };
}

/**
 * The workspace file that a path of another machine or image names: the longest end of the path that exists below one of
 * the folders, else the only file of the workspace that ends like it.
 */
export function fileByEnd(workspace: Workspace, path: string, folders: readonly string[]): string | null {
  const parts = path.split("/").filter(part => part !== "" && part !== ".");
  for (let from = 0; from < parts.length; from++) {
    const end = parts.slice(from).join("/");
    for (const folder of folders) {
      const candidate = pathInside(folder, end);
      if (candidate !== null && workspace.has(candidate)) return candidate;
    }
    const same = workspace.files.filter(file => file.path.endsWith(`/${end}`));
    if (same.length === 1) return same[0]?.path ?? null;
  }
  return null;
}

/** A value as text with its literal parts and defaults put together: `f"0.0.0.0:{port}"` where `port` has a default. */
function textWithDefaults(
  project: PythonProject,
  file: PythonFile,
  value: Value | null | undefined,
  depth = 0,
): string | undefined {
  if (!value || depth > 4) return undefined;
  const resolved = project.resolve(file, value).value;
  if (resolved.kind === "string" || resolved.kind === "number") return String(resolved.value);
  if (resolved.kind !== "template") return undefined;
  return resolved.parts
    .map(part => (typeof part === "string" ? part : (textWithDefaults(project, file, part, depth + 1) ?? "")))
    .join("");
}
