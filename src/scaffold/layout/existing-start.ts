import { parseDockerfile } from "../../docker/dockerfile/parse";
import { chainOf, lastOf, readStages, type Stage } from "../../docker/dockerfile/stages";
import { readRunScript } from "../../docker/shell/run-script";
import { isProxyImage, serviceOfImage } from "../../recon/integrations/image-service";
import { asText, at, entries } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import { splitWords } from "../../workspace/split-words";
import { nameOf } from "../../model/paths";
import { copiedSources } from "./copied-sources";
import { heldSources } from "./held-sources";
import { nearest } from "./nearest-file";
import { pythonProgram } from "./python-program";
import { supervisedLines } from "./supervised";
import { literalPattern } from "../../model/patterns";

/** How a person's own image starts: what its ENTRYPOINT, its CMD and the scripts that they name run. */
export interface ExistingStart {
  /** Path of the Dockerfile. */
  readonly path: string;
  /** A command given in Compose is run by the image's entry point, as `exec "$@"` does; else it would be ignored. */
  readonly takesCommand: boolean;
  /** The words of ENTRYPOINT and the text of its scripts, line by line; a `command` of Compose leaves them running. */
  readonly entrypoint: readonly StartLine[];
  /** The same of CMD. */
  readonly command: readonly StartLine[];
  /** Commands that a supervisor which it starts keeps running. */
  readonly supervised: readonly StartLine[];
  /** Its working folders in their order, as written. */
  readonly workFolders: readonly string[];
  /** Names of the variables that its ENV sets. */
  readonly variables: readonly string[];
  /** Paths of the build context that it copies or mounts by name. */
  readonly sources: readonly string[];
  /** Those that its last stage can hold; null where that cannot be told. */
  readonly held: readonly string[] | null;
  /** Its last stage is made for Python: by its base image, or by what it installs with. */
  readonly isPython: boolean;
  /** The words that run Python there. */
  readonly python: readonly string[];
  /** Its last stage is made from the image of a proxy or of another server, and no Python is put into it. */
  readonly isOfOther: boolean;
  /** What its health check asks of the container itself over HTTP; null where it asks in another way. */
  readonly asked: { readonly port: number | null; readonly path: string } | null;
}

export interface StartLine {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** Programs that run what follows them, so a command may be put behind. */
const WRAPPERS = /^(?:tini|dumb-init|catatonit|gosu|su-exec|env|exec|sh|bash|-c|--|-g|-s)$/;

/** One for every Dockerfile of the workspace; scripts have to be loaded. */
export function readExistingStarts(workspace: Workspace, dockerfiles: readonly string[]): readonly ExistingStart[] {
  return dockerfiles.flatMap(path => {
    const text = workspace.text(path);
    const found = text === null ? null : readStart(workspace, path, text);
    return found ? [found] : [];
  });
}

function readStart(workspace: Workspace, path: string, text: string): ExistingStart | null {
  const graph = readStages(parseDockerfile(text));
  const last = graph.final;
  if (!last) return null;
  const read = (kind: "CMD" | "ENTRYPOINT"): StartPart => {
    const found = lastOf(last, kind);
    if (found === null) return { words: null, own: [], scripts: [] };
    const line = text.slice(0, found.span.start).split("\n").length;
    const words =
      found.json === null ? ["sh", "-c", ...splitWords(found.body.text)] : found.words.map(({ value }) => value);
    // The line of `["bash", "-c", ". start.sh"]` is one word of the list.
    const scripts = words
      .flatMap(splitWords)
      .flatMap(word => [...scriptLines(workspace, path, word), ...uwsgiLines(workspace, path, word)]);
    return { words, own: [{ path, line, text: found.body.text }], scripts };
  };
  const entrypoint = read("ENTRYPOINT");
  const command = read("CMD");
  const sources = copiedSources(text);
  const chain = chainOf(last);
  const instructions = chain.flatMap(stage => stage.instructions);
  return {
    path,
    takesCommand: takesCommand(entrypoint.words, entrypoint.scripts),
    entrypoint: [...entrypoint.own, ...entrypoint.scripts],
    command: [...command.own, ...command.scripts],
    supervised: supervisedLines(
      workspace,
      [...entrypoint.own, ...entrypoint.scripts, ...command.own, ...command.scripts],
      sources,
    ),
    variables: instructions.flatMap(each => (each.kind === "ENV" ? each.pairs.map(({ key }) => key.value) : [])),
    workFolders: instructions.flatMap(({ kind, body }) => (kind === "WORKDIR" ? [body.text.trim()] : [])),
    sources,
    held: heldSources(graph),
    isPython: chain.some(isForPython),
    python: pythonProgram(chain, [...(entrypoint.words ?? []), ...(command.words ?? [])]),
    isOfOther: isOfOther(chain),
    asked: askedAddress(lastOf(last, "HEALTHCHECK")?.body.text ?? ""),
  };
}

/** `http://localhost:80/health`, also with `${PORT:-80}`; a path that a variable completes is not known. */
function askedAddress(check: string): ExistingStart["asked"] {
  const found =
    /http:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::(?:(\d+)|\$\{\w+:?-(\d+)\}|\$\{?\w+\}?))?(\/[\w./~-]*)?(?=[\s"'`|;)?]|$)/.exec(
      check,
    );
  if (found === null) return null;
  const isBare = /^http:\/\/[\w.]+(?:\/|$)/.test(found[0]);
  const port = found[1] ?? found[2] ?? (isBare ? "80" : null);
  return { port: port === null ? null : Number(port), path: found[3] ?? "/" };
}

/** Whether a stage begins with an image of Python, or asks an installer of Python's for something. */
function isForPython({ from, instructions }: Stage): boolean {
  if (/(?:^|[/_-])(?:python|conda|miniconda\d?|mambaforge|micromamba|uvicorn)/.test(from?.image?.value ?? ""))
    return true;
  const commands = instructions.flatMap(run => (run.kind === "RUN" ? readRunScript(run).commands : []));
  return commands.some(({ name }) =>
    /^(?:python|pip|pipenv|pipx|poetry|pdm|uv|conda|mamba|micromamba)[\d.]*$/.test(name ?? ""),
  );
}

function isOfOther(chain: readonly Stage[]): boolean {
  const image = chain[0]?.from?.image?.value ?? "";
  const isServer = isProxyImage(image) || serviceOfImage(image) !== null;
  return isServer && !chain.some(({ instructions }) => instructions.some(({ body }) => /python|py3-/.test(body.text)));
}

interface StartPart {
  readonly words: readonly string[] | null;
  readonly own: readonly StartLine[];
  readonly scripts: readonly StartLine[];
}

function takesCommand(entrypoint: readonly string[] | null, script: readonly StartLine[]): boolean {
  if (entrypoint === null) return true;
  // The shell form gives its arguments to `sh -c`, which drops them.
  if (entrypoint[0] === "sh" && entrypoint[1] === "-c") return false;
  if (script.length > 0) return script.some(({ text }) => runsArguments(text));
  const program = entrypoint.find(word => !WRAPPERS.test(nameOf(word)));
  // A script that is not in the workspace most likely ends in `exec "$@"`, as the field has it.
  return program === undefined || /\.(?:sh|bash)$|entry-?point/i.test(program);
}

/** Programs that a script puts before what it was given in order to run that. */
const RUNNERS =
  /^(?:exec|gosu|su-exec|su|sudo|runuser|setpriv|chroot|env|nice|tini|dumb-init|catatonit|sh|bash|time|(?:uv|poetry|pipenv|pdm) run|(?:micromamba|conda) run|ddtrace-run|opentelemetry-instrument|newrelic-admin run-program)$/;

/** `exec gosu app "$@"`, and not `main "$@"`, `case "$1" in` or `python manage.py "$@"`, which take words of their own. */
function runsArguments(text: string): boolean {
  return text.split(/;|&&|\|\||\b(?:then|do|else)\b|\)\s/).some(part => {
    const found = /^\s*(.*?)["']?\$(?:@|\*|\{@\}|\{@:\d\}|1\b)/.exec(part);
    if (!found) return false;
    const words = splitWords(found[1] ?? "").filter(word => word !== "exec" && !word.includes("="));
    const [first = "", second = ""] = words.map(nameOf);
    return words.length === 0 || RUNNERS.test(first) || RUNNERS.test(`${first} ${second}`);
  });
}

/** Lines of the script that a word names; the image's path is matched with the workspace's by its end. */
export function scriptLines(workspace: Workspace, from: string, word: string, depth = 0): readonly StartLine[] {
  const name = nameOf(word);
  if (depth > 2 || !/^[\w.-]+$/.test(name) || !/\.(?:sh|bash)$|entry-?point|^(?:start|run|boot)[\w-]*$/i.test(name)) {
    return [];
  }
  const found = nearest(workspace, from, word);
  const text = found === null || found === from ? null : workspace.text(found);
  if (found === null || text === null) return [];
  const lines = text
    .split("\n")
    .map((line, index) => ({ path: found, line: index + 1, text: line.replace(/^\s*#.*$/, "") }));
  const inner = lines.flatMap(({ text: line }) =>
    splitWords(line).flatMap(part =>
      /\.(?:sh|bash)$/.test(part) ? scriptLines(workspace, found, part, depth + 1) : [],
    ),
  );
  return [...lines, ...inner];
}

/** A configuration of uWSGI that a word names, as the line of options that it stands for. */
export function uwsgiLines(workspace: Workspace, from: string, word: string): readonly StartLine[] {
  if (!/\.ini$/.test(word)) return [];
  const path = nearest(workspace, from, word);
  const section = path === null ? undefined : at(workspace.data(path).root, "uwsgi");
  if (path === null || section === undefined) return [];
  const options = entries(section).map(({ key, value }) => `--${key}=${asText(value) ?? ""}`);
  return [{ path, line: 1, text: ["uwsgi", ...options].join(" ") }];
}

/** A word by which people call their own way to a migration: `db-migrate`, `run_migrations.sh`, `upgrade-db`. */
const OWN_WORD =
  /(?:^|[\s"'=,[(/])(?:db[-_:])?(?:migrate(?:[-_](?:all|db|database|schema))?|run[-_:]?migrations?|(?:upgrade|update)[-_]db|db[-_]upgrade)(?:\.(?:sh|py))?(?=$|[\s"',;&|)\]])/;

/** The line that migrates by a command of the person's own, which only its name tells. */
export function namedMigration(lines: readonly StartLine[]): StartLine | null {
  // `flask db migrate` writes a script and runs none; words that are shown, compared or chosen by run nothing.
  const isRun = (text: string): boolean =>
    !/\bdb migrate\b|^\s*(?:echo|printf|#)|^\s*\(?[\w"'|* -]+\)|\bcase\b|\btest\s|(?:^|\s)\[{1,2}\s/.test(text);
  return lines.find(({ text }) => isRun(text) && OWN_WORD.test(text)) ?? null;
}

/** The line that runs a migration, in whatever spelling: the tool's name and the verb stand on it. */
export function migratingLine(lines: readonly StartLine[], command: readonly string[]): StartLine | null {
  const words = command.filter(word => !word.startsWith("-") && word !== "head").map(nameOf);
  const verb = words.at(-1);
  const tools = words.slice(0, -1).filter(word => !/^python[\d.]*$/.test(word));
  if (verb === undefined || tools.length === 0) return null;
  const has = (text: string, word: string): boolean => {
    const stem = word.replace(/\.py$/, "");
    return new RegExp(`(?:^|[^\\w-])${literalPattern(stem)}(?![\\w-])`).test(text);
  };
  return lines.find(({ text }) => has(text, verb) && tools.some(tool => has(text, tool))) ?? null;
}
