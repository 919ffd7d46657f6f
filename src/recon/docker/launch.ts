import type { Workspace } from "../../workspace/workspace";
import { nameOf, parentOf } from "../../model/paths";
import type { DetectContext } from "../define-detector";
import { consoleScript, scriptRole } from "../commands/console-scripts";
import { readCommand } from "../commands/read-command";
import { simpleCommands, type SimpleCommand } from "../commands/simple-commands";
import { expandText } from "../commands/expand";
import { otherManager } from "../commands/other-package-tool";
import type { CommandReading } from "../commands/reading";
import { fileByEnd } from "../commands/server-configuration";
import { unwrap } from "../commands/unwrap";
import { targetsOfFile } from "../build-scripts/make-targets";
import { caseBranch } from "./case-branch";
import { splitWords } from "../../workspace/split-words";
import { supervisorPrograms } from "./supervisor-programs";
import { absolute, workspaceFile, workspaceFolder, type CommandForm, type ImageFacts } from "./image-facts";

/** One command that a container starts, with the file and offset that say so. */
export interface Launch {
  readonly words: readonly string[];
  readonly path: string;
  readonly offset: number;
  /** Working directory in the image. */
  readonly workdir: string;
  readonly variables: ReadonlyMap<string, string>;
  /** Words that its shell reads without quotes; absent where no shell reads it. */
  readonly bare?: readonly string[];
  /** It takes the place of the shell that starts it. */
  readonly isExec?: true;
  /** It keeps running beside what the script starts next. */
  readonly isBackground?: true;
}

/** An image's process with what its surroundings add. */
export interface LaunchContext {
  readonly workspace: Workspace;
  readonly facts: Pick<ImageFacts, "copies" | "context" | "workdir">;
  readonly variables: ReadonlyMap<string, string>;
}

const MAXIMUM_DEPTH = 4;

/**
 * `ENTRYPOINT /start.sh $0 $@`: a shell gets CMD as its own parameters, the first as `$0`, and hands them on. The words in
 * front, and whether the first parameter is quoted.
 */
function handsOn(text: string): { readonly words: readonly string[]; readonly isQuoted: boolean } | null {
  if (!/\$\{?0/.test(text)) return null;
  const [only, ...others] = simpleCommands(text);
  if (!only || others.length > 0 || only.isBackground) return null;
  const front = only.words.slice(0, -2);
  const [first = "", all = ""] = only.words.slice(-2);
  if (!/^\$(?:0|\{0\})$/.test(first) || !/^\$(?:[@*]|\{[@*]\})$/.test(all)) return null;
  return front.some(word => word.includes("$")) ? null : { words: front, isQuoted: only.quoted.at(-2) ?? false };
}

/**
 * The commands that an entry point with its arguments starts: shell text is split, scripts of the workspace are followed, and
 * `exec "$@"` becomes the arguments.
 */
export function launches(
  context: LaunchContext,
  entrypoint: CommandForm | null,
  command: CommandForm | null,
  path: { readonly entrypoint: string; readonly command: string },
): readonly Launch[] {
  const { workdir } = context.facts;
  if (entrypoint === null) return command === null ? [] : ofForm(context, command, [], path.command, workdir, 0);
  const given = command === null ? [] : (command.words ?? (command.shell === null ? [] : ["sh", "-c", command.shell]));
  const handing = command?.words ? handsOn(entrypoint.shell ?? "") : null;
  // Without quotes the shell splits what it hands on once more.
  const passed = handing && !handing.isQuoted ? given.flatMap(word => splitWords(word)) : given;
  const found = handing
    ? ofWords(context, [...handing.words, ...passed], path.entrypoint, entrypoint.offset, workdir, 0)
    : ofForm(context, entrypoint, entrypoint.words === null ? [] : passed, path.entrypoint, workdir, 0);
  return found.map(launch =>
    command &&
    passed.length > 0 &&
    launch.words.length === passed.length &&
    launch.words.every((word, at) => word === passed[at])
      ? { ...launch, path: path.command, offset: command.offset }
      : launch,
  );
}

function ofForm(
  context: LaunchContext,
  form: CommandForm,
  extra: readonly string[],
  path: string,
  workdir: string,
  depth: number,
): readonly Launch[] {
  if (form.words === null) {
    const offsetOf = (offset: number): number => form.offset + (form.isVerbatim ? offset : 0);
    return ofShell(context, form.shell ?? "", extra, path, offsetOf, workdir, depth);
  }
  return ofWords(context, [...form.words, ...extra], path, form.offset, workdir, depth);
}

function ofShell(
  context: LaunchContext,
  text: string,
  passed: readonly string[],
  path: string,
  offsetOf: (offset: number) => number,
  workdir: string,
  depth: number,
  holds: (offset: number) => boolean = () => true,
): readonly Launch[] {
  const found: Launch[] = [];
  let folder = workdir;
  const variables = new Map(context.variables);
  for (const command of simpleCommands(text)) {
    for (const [name, value] of command.assignments) {
      if (command.words.length > 0) continue;
      if (OWN_FOLDER.test(value) && parentOf(path) === context.facts.context) variables.set(name, ".");
      else assign(variables, name, value, command, passed);
    }
    const [name, first] = command.words;
    if (name === undefined || !holds(command.offset)) continue;
    if (name === "cd" && first !== undefined) {
      const target = expandText(first, variables);
      if (!target.includes("$")) folder = absolute(folder, target);
      continue;
    }
    if (name === "export") {
      for (const word of command.words.slice(1)) {
        const equals = word.indexOf("=");
        if (equals > 0) assign(variables, word.slice(0, equals), word.slice(equals + 1), command, passed);
      }
      continue;
    }
    // `FLASK_APP=shop flask run`: what stands in front is set for this command alone.
    const own = [...command.assignments].map(([key, value]) => [key, expandText(value, variables)] as const);
    const inner = { ...context, variables: own.length === 0 ? variables : new Map([...variables, ...own]) };
    const offset = offsetOf(command.offset);
    // `exec "${PREFIX[@]}" "$@"`: what a list holds that is mostly empty stands in front.
    const handed = command.words.find(word => !/^\$\{\w+\[[@*]\](?::-)?\}$/.test(word));
    if (handed === "$@" || handed === "${@}" || handed === "$*") {
      if (passed.length > 0) found.push(...ofWords(inner, passed, path, offset, folder, depth + 1));
      continue;
    }
    const words = command.words.map((word, at) => (command.quoted[at] ? oneWord(word, inner.variables) : word));
    const bare = command.words.filter((_, at) => !command.quoted[at]);
    const started = ofWords(inner, words, path, offset, folder, depth);
    found.push(
      ...started.map(launch => ({
        bare,
        ...launch,
        ...(command.isExec ? { isExec: true as const } : {}),
        ...(command.isBackground ? { isBackground: true as const } : {}),
      })),
    );
  }
  return found;
}

/** A quoted expansion whose value has blanks, with that value: left as written it would be split like an unquoted one. */
function oneWord(word: string, variables: ReadonlyMap<string, string>): string {
  const open = new Set<string>();
  const text = expandText(word, variables, open);
  return open.size === 0 && /\s/.test(text) ? text : word;
}

/**
 * `python entrypoint.py gunicorn app:app`: what a script that prepares or checks something hands over to. Its words say so
 * where they begin with a shell or a server, else the script, which replaces itself by what it was given.
 */
function passedOn(
  { workspace, facts }: LaunchContext,
  words: readonly string[],
  workdir: string,
): readonly string[] | null {
  const [program = "", ...rest] = words;
  const at = /^python[\d.]*$/.test(nameOf(program)) ? rest.findIndex(word => !word.startsWith("-")) : -1;
  const script = rest[at];
  const handed = rest.slice(at + 1);
  const [first = "", second = ""] = handed;
  if (script === undefined || !script.endsWith(".py") || first === "") return null;
  const isShell = /^(?:ba|da|z)?sh$/.test(nameOf(first)) && /^-\w*c$/.test(second);
  if (isShell || SERVERS.test(nameOf(first))) return handed;
  const file = workspaceFile(workspace, { ...facts, workdir }, script);
  const text = file === null ? null : workspace.text(file);
  return text !== null && /\bos\.exec[lv]\w*\(\s*sys\.argv\[1\]/.test(text) ? handed : null;
}

const SERVERS = /^(?:gunicorn|uvicorn|hypercorn|daphne|granian|uwsgi|waitress-serve)$/;

/** `$(dirname "$0")`, `$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)`: where the script itself lies. */
const OWN_FOLDER =
  /^\$\((?:cd\s+"?\$\()?dirname\s+(?:--\s+)?"?\$(?:0|\{BASH_SOURCE(?:\[0\])?\}|BASH_SOURCE)"?\)(?:"?\s*(?:&&|;)\s*pwd(?:\s+-P)?\s*\))?$/;

/**
 * What a command prints is known only when it runs: a shell asks it again where every program is one that any image has, or
 * the project's own Python, and none takes what another prints. A port is better left to the variable of its name, and so is what
 * is asked only where nothing is given: `[ -n "$WORKERS" ] || WORKERS=$(nproc)`.
 */
function assign(
  variables: Map<string, string>,
  name: string,
  value: string,
  { isConditional }: SimpleCommand,
  passed: readonly string[],
): void {
  // `else port=$1`: not taken where the script is started with fewer words.
  const [, number] = /^\$\{?([1-9])\}?$/.exec(value) ?? [];
  if (isConditional && Number(number) > passed.length && variables.has(name)) return;
  const isAskedAgain =
    !isConditional &&
    !/(?:^|_)PORT$/.test(name) &&
    !/\$\((?!\(|(?:python[\d.]*|nproc|getconf|hostname|id)[\s)])|[`|]/.test(value);
  if (!/\$\(|`/.test(value)) variables.set(name, expandText(value, variables));
  else if (isAskedAgain) variables.set(name, value);
  else variables.delete(name);
}

function ofWords(
  context: LaunchContext,
  words: readonly string[],
  path: string,
  offset: number,
  workdir: string,
  depth: number,
): readonly Launch[] {
  const { variables } = context;
  const launch: Launch = { words, path, offset, workdir, variables };
  if (depth > MAXIMUM_DEPTH) return [];
  const inner = unwrap(words);
  const [program = "", ...rest] = inner;
  const base = nameOf(program);
  const passed = passedOn(context, inner, workdir);
  if (passed !== null) return ofWords(context, passed, path, offset, workdir, depth + 1);
  if (/^(?:ba|da|a|z|k)?sh$/.test(base)) return givenToShell(context, rest, path, offset, workdir, depth);
  if (base === "source" || program === ".")
    return followed(context, rest[0] ?? "", rest.slice(1), workdir, depth) ?? [];
  if (base === "make") return made(context, rest, workdir, depth) ?? [launch];
  if (base === "supervisord" || base === "circusd") return supervised(context, inner, launch) ?? [launch];
  if (readCommand(inner) !== null && !base.endsWith(".sh")) return [launch];
  return (
    followed(context, expandText(program, variables), rest, workdir, depth) ??
    pythonScript(context, launch, [expandText(program, variables), ...rest]) ?? [launch]
  );
}

/** What `sh -c TEXT` and `sh SCRIPT` start. */
function givenToShell(
  context: LaunchContext,
  words: readonly string[],
  path: string,
  offset: number,
  workdir: string,
  depth: number,
): readonly Launch[] {
  const at = words.findIndex(word => /^-\w*c$/.test(word));
  if (at >= 0)
    return ofShell(context, words[at + 1] ?? "", words.slice(at + 3), path, () => offset, workdir, depth + 1);
  const script = words.findIndex(word => !word.startsWith("-"));
  if (script < 0) return [];
  return followed(context, words[script] ?? "", words.slice(script + 1), workdir, depth) ?? [];
}

/** What a script of the workspace starts, called with these words; null where it is none. */
function followed(
  context: LaunchContext,
  script: string,
  args: readonly string[],
  folder: string,
  level: number,
): readonly Launch[] | null {
  const { workspace, facts } = context;
  if (script === "" || script.includes("$")) return null;
  // The folder above comes first: scripts copied to `/usr/local/bin` are called by their name alone.
  const isPath = script.includes("/");
  const file =
    (isPath ? workspaceFile(workspace, { ...facts, workdir: folder }, script) : null) ??
    (isPath ? null : (workspaceFile(workspace, { ...facts, workdir: folder }, script) ?? onPath(context, script)));
  const text = file === null ? null : workspace.text(file);
  if (file === null || text === null || !isShellScript(file, text)) return null;
  const word = args[0] ?? "";
  const branch = word === "" || word.startsWith("-") || word.startsWith("$") ? null : caseBranch(text, word);
  const called = { ...context, variables: withParameters(context.variables, text, args) };
  const all = ofShell(called, text, args, file, at => at, folder, level + 1, branch?.holds);
  return branch ? all : chosenBy(all, args);
}

/** The variables of a script, with `$1` and the others as it is called; those of the script that calls it are no longer there. */
function withParameters(
  variables: ReadonlyMap<string, string>,
  text: string,
  args: readonly string[],
): ReadonlyMap<string, string> {
  const own = [...variables].filter(([name]) => !/^\d$/.test(name));
  const given = RENUMBERS.test(text) ? [] : args.slice(0, 9).map((word, at) => [String(at + 1), word] as const);
  return new Map([...own, ...given.filter(([, word]) => !word.includes("$"))]);
}

/** After `shift` and `set --` a number is another word, and in a function it is one of the function's own. */
const RENUMBERS = /\b(?:shift\b|set[ \t]+--)|(?:^|[;&|])[ \t]*(?:function[ \t]+[\w.-]+|[\w.-]+[ \t]*\([ \t]*\))/m;

/** A script of Python without its ending (`scripts/serve`), which its first line gives to the interpreter. */
function pythonScript(
  { workspace, facts }: LaunchContext,
  launch: Launch,
  [program = "", ...rest]: readonly string[],
): readonly Launch[] | null {
  if (!program.includes("/") || program.includes("$")) return null;
  const file = workspaceFile(workspace, { ...facts, workdir: launch.workdir }, program);
  const text = file === null ? null : workspace.text(file);
  return text !== null && /^#!.*\bpython[\d.]*\s*$/m.test(text.slice(0, 80).split("\n", 1)[0] ?? "")
    ? [{ ...launch, words: ["python", program.replace(/^\.\//, ""), ...rest] }]
    : null;
}

/** What `make serve` starts: the lines of the Makefile's target, with the values that the file and the command give. */
function made(
  context: LaunchContext,
  args: readonly string[],
  workdir: string,
  depth: number,
): readonly Launch[] | null {
  const given = args.filter(word => /^\w+=/.test(word));
  const name = args.find(word => /^\w[\w.-]*$/.test(word));
  const file = ["Makefile", "makefile", "GNUmakefile"]
    .map(base => workspaceFile(context.workspace, { ...context.facts, workdir }, `./${base}`))
    .find(path => path !== null);
  if (!file || name === undefined || args.some(word => word.startsWith("-"))) return null;
  const set = new Map([...context.variables, ...given.map(word => pairOf(word))]);
  const target = targetsOfFile(context.workspace, file, set).get(name)?.[0];
  return target
    ? target.lines.flatMap(line => ofShell(context, line.text, [], file, at => line.offset + at, workdir, depth + 1))
    : null;
}

function pairOf(word: string): readonly [string, string] {
  const equals = word.indexOf("=");
  return [word.slice(0, equals), word.slice(equals + 1)];
}

/** The programs of the configuration that a supervisor is started with. */
function supervised(context: LaunchContext, words: readonly string[], launch: Launch): readonly Launch[] | null {
  const at = words.findIndex(word => word === "-c" || word === "--configuration");
  const path = at < 0 ? words.find(word => /\.(?:conf|ini)$/.test(word)) : words[at + 1];
  const file =
    path === undefined
      ? null
      : fileByEnd(context.workspace, expandText(path, launch.variables), [context.facts.context, ""]);
  if (file === null || context.workspace.text(file) === null) return null;
  const programs = supervisorPrograms(context.workspace, file);
  return programs.flatMap(({ text, offset }) =>
    simpleCommands(text).map(command => ({ ...launch, words: command.words, path: file, offset })),
  );
}

function onPath(context: LaunchContext, name: string): string | null {
  for (const { source, destination } of context.facts.copies) {
    if (destination.endsWith(`/${name}`) && context.workspace.has(source)) return source;
  }
  return null;
}

function isShellScript(path: string, text: string): boolean {
  if (/\.(?:sh|bash)$/.test(path)) return true;
  if (/\.\w+$/.test(path)) return false;
  const first = text.slice(0, 80).split("\n", 1)[0] ?? "";
  return first.startsWith("#!") ? /\b(?:ba|da|a|z|k)?sh\b/.test(first) : false;
}

/** A project's own `manage.py` tells by its verbs what it runs. */
function roleOf({ words }: Launch): CommandReading["role"] | null {
  const read = readCommand(words);
  if (read?.tool === "manage.py" && read.role === "other") return otherManager(read).role;
  return read?.role ?? (words[0] === "supervisord" || words[0]?.endsWith("/supervisord") ? "worker" : null);
}

/** A script with a case for each process (`server`, `worker`): those that fit the word it is called with. */
function chosenBy(all: readonly Launch[], args: readonly string[]): readonly Launch[] {
  const word = args[0] ?? "";
  if (word === "" || word.startsWith("-")) return all;
  const roles = new Map(all.map(launch => [launch, roleOf(launch)]));
  const wanted = /^(?:celery[-_]?)?(?:beat|scheduler|cron)/.test(word)
    ? "beat"
    : /work|celery|consum|queue/.test(word)
      ? "worker"
      : /^(?:server|serve|web|start|run|app|api|prod|gunicorn|uvicorn|dev)/.test(word)
        ? "serve"
        : null;
  const running = all.filter(launch => ["serve", "worker", "beat"].includes(roles.get(launch) ?? ""));
  const isChoice = new Set(running.map(launch => roles.get(launch))).size > 1;
  if (wanted === null || !isChoice || !running.some(launch => roles.get(launch) === wanted)) return all;
  return all.filter(launch => !running.includes(launch) || roles.get(launch) === wanted);
}

/** Working directories of the workspace that a launch may have, best first. */
export function launchFolders(context: LaunchContext, launch: Launch): readonly string[] {
  const { workspace, facts } = context;
  const mapped = workspaceFolder(workspace, facts.copies, launch.workdir) ?? folderByEnd(workspace, launch.workdir);
  return [...new Set([...(mapped === null ? [] : [mapped]), facts.context, ""])];
}

/** `cd /repo/backend` of a script that no image is known to hold: the workspace's folder that the path ends with. */
function folderByEnd(workspace: Workspace, path: string): string | null {
  const parts = path.split("/").filter(part => part !== "");
  const ends = parts.map((_, at) => parts.slice(at).join("/"));
  return ends.find(end => workspace.hasFolder(end)) ?? null;
}

/**
 * Without the steps that only prepare: a script that runs before the server of the same container (`prestart.py`,
 * `initial_data.py`) is no entry point of its own.
 */
export function withoutPreparation(context: DetectContext, all: readonly Launch[]): readonly Launch[] {
  const stays = (launch: Launch): boolean => ["serve", "worker", "beat"].includes(roleOf(launch) ?? "");
  const last = all.findLastIndex(stays);
  if (last < 0) return onlyLastScript(all);
  return all.filter((launch, index) => index > last || !isStep(context, launch));
}

/** A script, or a command of the project's own that by its words does one thing and ends (`shop-admin create "$NAME"`). */
function isStep(context: DetectContext, { words, isExec, isBackground }: Launch): boolean {
  if (isBackground) return false;
  const read = readCommand(words);
  if (read) return read.role === "script";
  const inner = unwrap(words);
  return !isExec && consoleScript(context, nameOf(inner[0] ?? "")) !== undefined && scriptRole(inner) === "script";
}

/** Of several scripts in a row the last is the process: what it waits for came before. */
function onlyLastScript(all: readonly Launch[]): readonly Launch[] {
  const isScript = (launch: Launch): boolean => !launch.isBackground && readCommand(launch.words)?.role === "script";
  const last = all.findLastIndex(isScript);
  return all.filter((launch, index) => !isScript(launch) || index === last);
}
