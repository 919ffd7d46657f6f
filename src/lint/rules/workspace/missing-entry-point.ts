import { cleanPath } from "../../../docker/dockerignore";
import { chainOf, type Stage } from "../../../docker/dockerfile/stages";
import { nameOf, parentOf } from "../../../model/paths";
import type { ShellWord } from "../../../docker/shell/types";
import type { Span } from "../../../model/place";
import type { EntryPoint } from "../../../model/recon";
import type { ReportedFix } from "../../rule";
import type { WorkspaceContext } from "../../workspace-context";
import { defineRule } from "../../define-rule";
import type { DockerfileView } from "../../dockerfile-context";
import type { Build } from "../../query/builds";
import { nearest } from "../../../model/nearest";
import { replace, shorten, suggestion } from "../../query/fixing";
import { findModule, scriptOf, scriptPath, searchFolders } from "../../query/entry-files";
import { containerPath } from "../../query/container-files";
import { copyTargets, workdirOf } from "../../query/image-files";
import { isPlainBase, rootOf } from "../../query/python-base";
import { runsOf } from "../../query/run-facts";
import { programWord, valueOf } from "../../query/start-variables";
import { startsOf } from "../../query/starts";
import type { Start } from "../../query/starts";
import { literalPattern } from "../../../model/patterns";
import { isGitIgnored } from "../../../workspace/git-ignored";

const SERVERS: ReadonlySet<string> = new Set([
  "gunicorn",
  "uvicorn",
  "hypercorn",
  "daphne",
  "granian",
  "waitress-serve",
]);

interface Target {
  readonly module: string;
  readonly attribute: string;
}

function readTarget(text: string): Target | null {
  const match = /^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):([A-Za-z_]\w*)(?:\(.*\))?$/.exec(text);
  return match?.[1] === undefined || match[2] === undefined ? null : { module: match[1], attribute: match[2] };
}

/** Whether a module's file binds a name at its top level; null where a star import or code decides. */
function binds(text: string, name: string): boolean | null {
  if (/^\s*from\s+\S+\s+import\s+\*/m.test(text) || text.includes("__getattr__") || text.includes("globals()"))
    return null;
  const lines = text.split("\n");
  const isWord = (line: string): boolean => new RegExp(`(?:^|[^\\w.])${literalPattern(name)}(?:\\W|$)`).test(line);
  // What stands in a function is its own, unless the function says otherwise.
  const isLocal = !new RegExp(`\\bglobal\\b.*\\b${literalPattern(name)}\\b`).test(text);
  let isInside = false;
  return lines.some(line => {
    const trimmed = line.trim();
    if (/^[^\s#)\]}]/.test(line)) isInside = /^(?:async\s+def|def|class)\s/.test(line);
    else if (isInside && isLocal) return false;
    if (!isWord(trimmed) || trimmed.startsWith("#")) return false;
    return /^(?:from|import|def|async|class|with|for|try|if|else|except|\)|,)|[=:,)]|^\w+$/.test(trimmed);
  });
}

/** The names of all modules of the workspace, whatever folder an install puts them in. */
function ownModules(context: WorkspaceContext): readonly string[] {
  return [context.recon, ...(context.recon?.units ?? []).map(unit => unit.recon)].flatMap(each =>
    (each?.modules ?? []).map(({ name }) => name),
  );
}

/** Whether a module's first part is one of the workspace's own, or nearly one and nothing that its files hold. */
function isOwn(context: WorkspaceContext, own: readonly string[], module: string): boolean {
  const first = module.split(".")[0] ?? "";
  const roots = [...new Set(own.map(name => name.split(".")[0] ?? ""))];
  if (roots.includes(first)) return true;
  const isHeld = [...context.paths].some(path =>
    path.split("/").some(part => part === first || part === `${first}.py`),
  );
  return !isHeld && nearest(first, roots) !== null;
}

/** True where the first part of the module is what a dependency or the installed project provides. */
function isInstalled(context: WorkspaceContext, build: Build, module: string): boolean {
  const first = module.split(".")[0] ?? "";
  const own = ownModules(context);
  // What the workspace holds is known by name, wherever an install puts it.
  if (own.some(name => name === first || name.startsWith(`${first}.`))) return own.includes(module);
  const top = first.toLowerCase();
  const dependencies = context.recon?.dependencies ?? [];
  if (
    dependencies.some(
      each => each.name.replaceAll("-", "_").startsWith(top) || top.startsWith(each.name.replaceAll("-", "_")),
    )
  )
    return true;
  // The project's own package, where a step installs it, which can hold no name that no file has.
  if (isOwn(context, own, module)) return false;
  return build.view.runs.some(run =>
    run.commands.some(command => {
      const text = command.words.map(word => word.text).join(" ");
      return (
        /\bpip\d*\b.*\binstall\b.*(?:\s\.(?:\s|\[|$)|\s-e\b|\s\/|\.whl)/.test(text) ||
        (/\b(?:poetry|pdm|uv)\b.*\b(?:install|sync)\b/.test(text) &&
          !/--no-root|--no-self|--no-install-project/.test(text)) ||
        /setup\.py/.test(text)
      );
    }),
  );
}

/** `python manage.py …` with a file that is not there, `python -m shop.main` with a module that is not. */
function reportMissingScript(context: WorkspaceContext, start: Start): void {
  const script = scriptOf(start);
  if (script === null || scriptPath(context, start, script).kind !== "absent") return;
  if (script.isModule) {
    reportModule(context, start, valueOf(script.word), { ...script.word, path: start.path });
    return;
  }
  reportMissingFile(context, start, script.word, /\.py$/);
}

function reportMissingFile(context: WorkspaceContext, start: Start, word: ShellWord, ending: RegExp): void {
  const close = nearest(
    valueOf(word),
    [...context.paths].filter(each => ending.test(each)).map(each => nameOf(each)),
  );
  // The file of that name is there, and lies elsewhere in the image.
  const hint = close === nameOf(valueOf(word)) ? null : close;
  context.report(
    start.path,
    word.span,
    `${start.isCompose ? "The command" : "CMD"} starts \`${shorten(word.text, 40)}\`, but the container has no such file. ${hint === null ? "Correct the path, or copy the file." : `Write \`${shorten(hint, 40)}\`.`}`,
  );
}

const SHELL_SCRIPT = /^[\w./-]+\.(?:ba|z)?sh$/;

/** True where nothing but COPY fills the folder of a path: what a package brings lies elsewhere, or among the system's files. */
function isFilledByHand(view: DockerfileView, stage: Stage, path: string): boolean {
  if (/^\/(?:bin|etc|lib|opt|sbin|usr|var)\//.test(path) && runsOf(view, stage).length > 0) return false;
  return [workdirOf(view, stage), ...copyTargets(view, stage)].some(folder =>
    folder === "/" ? path.lastIndexOf("/") === 0 : folder !== null && path.startsWith(`${folder}/`),
  );
}

/** `CMD ["/app/start.sh"]`, `bash scripts/run.sh` with a script that no copied folder has. */
function reportMissingStartScript(context: WorkspaceContext, start: Start): void {
  const { build, service } = start;
  const word = programWord(start);
  // A name without a folder is looked for on PATH, unless a shell is given it.
  const isPath = word?.value?.includes("/") === true || word !== start.words[0];
  if (word?.value == null || !isPath || !SHELL_SCRIPT.test(word.value) || build?.stage == null) return;
  const [workdir] = searchFolders(start, build, build.stage) ?? [];
  const root = rootOf(build.view, build.stage);
  // Images such as nginx bring start scripts of their own.
  if (workdir === undefined || root === null || !isPlainBase(root.reference)) return;
  const path = cleanPath(word.value.startsWith("/") ? word.value : `${workdir}/${word.value}`);
  if (!isFilledByHand(build.view, build.stage, path)) return;
  // What git ignores by that name is made by another step.
  if (isGitIgnored(nameOf(path), each => context.read(each))) return;
  if (containerPath(context, build, build.stage, service, path).kind === "absent")
    reportMissingFile(context, start, word, SHELL_SCRIPT);
}

/** Programs that are told a module in an option. */
const MODULE_TOOLS: ReadonlySet<string> = new Set(["celery", "flask"]);

/** `celery -A shop worker`, `flask --app shop.main:app run`. */
function reportMissingModule(context: WorkspaceContext, start: Start): void {
  const { reading } = start;
  if (reading === null || !MODULE_TOOLS.has(reading.tool) || reading.target === "") return;
  const word = start.words.find(each => each.value?.endsWith(reading.target) === true);
  if (word !== undefined) reportNamed(context, start, reading.target, { ...word, path: start.path });
}

/** Variables that name a module, with where it stands. */
const MODULE_VARIABLES: ReadonlySet<string> = new Set(["DJANGO_SETTINGS_MODULE", "FLASK_APP"]);

function reportVariables(context: WorkspaceContext, start: Start): void {
  const { build, service, reading } = start;
  if (build?.stage == null || reading === null) return;
  const given = service?.parts.flatMap(part =>
    part.service.environment.map(each => ({
      name: each.name,
      value: each.value,
      text: each.value,
      path: part.file.path,
      span: each.valueSpan,
    })),
  );
  const fixed = chainOf(build.stage)
    .flatMap(stage => stage.instructions)
    .flatMap(each => (each.kind === "ENV" ? each.pairs : []))
    .map(({ key, value }) => ({
      name: key.value,
      value: value?.value ?? null,
      text: value?.value ?? null,
      path: build.view.path,
      span: value?.span ?? key.span,
    }));
  for (const name of MODULE_VARIABLES) {
    const found = given?.findLast(each => each.name === name) ?? fixed.findLast(each => each.name === name);
    if (found?.value != null) reportNamed(context, start, found.value, found);
  }
}

interface Written {
  readonly path: string;
  readonly span: Span;
  readonly text: string | null;
  readonly value: string | null;
}

/** What a message may show of a name: itself where it is written so, else the word with the variable that holds it. */
function shownOf(name: string, { text, value }: Pick<Written, "text" | "value">, length: number): string {
  return shorten(text === value ? name : (text ?? name), length);
}

/** A module as variables and options write it: `shop`, `shop.main:app`, `shop/main.py`. */
function reportNamed(context: WorkspaceContext, start: Start, text: string, written: Written): void {
  const module = (text.split(":")[0] ?? "").replace(/^\.\//, "").replace(/\.py$/, "").replaceAll("/", ".");
  const stage = start.build?.stage ?? null;
  const folders = stage === null || start.build === null ? null : searchFolders(start, start.build, stage);
  if (!/^[A-Za-z_]\w*(?:\.\w+)*$/.test(module) || folders === null || start.build === null || stage === null) return;
  // Django looks beside the script that starts it too.
  const script = scriptOf(start)?.word;
  const beside = script === undefined ? [] : [cleanPath(`${folders[0] ?? ""}/${parentOf(valueOf(script))}`)];
  // Celery takes an object's name as the last part too.
  const parent =
    start.reading?.tool === "celery" && !text.includes(":") ? module.slice(0, module.lastIndexOf(".") + 1) : "";
  const names = parent === "" ? [module] : [module, parent.slice(0, -1)];
  const { build, service } = start;
  if (names.some(name => findModule(context, build, stage, service, [...folders, ...beside], name).kind !== "absent"))
    return;
  reportModule(context, start, module, written);
}

/** A module that the container lacks, unless anything but the workspace's own files can bring it. */
function reportModule(context: WorkspaceContext, start: Start, module: string, written: Written): void {
  const own = ownModules(context);
  if (start.build === null || !isOwn(context, own, module) || isInstalled(context, start.build, module)) return;
  const hint = nearest(module, own);
  context.report(
    written.path,
    written.span,
    `The image has no module \`${shownOf(module, written, 40)}\`, so the program stops at its start. ${hint === null ? "Correct the name, or copy the module." : `Write \`${shorten(hint, 40)}\`.`}`,
  );
}

/** A server's `module:object`, where it stands, and where its module is looked for. */
interface Served {
  readonly start: Start;
  readonly build: Build;
  readonly stage: Stage;
  readonly target: Target;
  readonly word: ShellWord;
  readonly folders: readonly string[];
}

function servedBy(start: Start): Served | null {
  const { reading, build } = start;
  if (build?.stage == null || reading === null || !SERVERS.has(reading.tool) || reading.configuration !== null)
    return null;
  const { stage } = build;
  const target = readTarget(reading.target);
  if (target === null) return null;
  const word = start.words.find(
    each => each.value === reading.target || each.value?.startsWith(`${target.module}:`) === true,
  );
  const folders = searchFolders(start, build, stage);
  return word === undefined || folders === null ? null : { start, build, stage, target, word, folders };
}

/** An application of the code that the container can start in place of the one that is named. */
function fittingFor(
  context: WorkspaceContext,
  { start, build, stage, folders }: Served,
  others: readonly EntryPoint[],
): EntryPoint | undefined {
  return others.find(each => {
    const other = readTarget(each.target);
    if (other === null || each.target === start.reading?.target) return false;
    return findModule(context, build, stage, start.service, folders, other.module).kind === "found";
  });
}

/** Puts a fitting application where the word names another, unless a variable holds that. */
function fittingFixes({ start, word }: Served, fitting: EntryPoint | undefined): readonly ReportedFix[] {
  const written = valueOf(word);
  const at = word.raw.indexOf(written);
  if (fitting === undefined || at === -1 || word.span.end - word.span.start !== word.raw.length) return [];
  const span = { start: word.span.start + at, end: word.span.start + at + written.length };
  return [suggestion(`Use ${fitting.target}`, { ...replace(span, fitting.target), path: start.path })];
}

/** How a finding begins: what starts which application. */
function startOf({ start, target, word }: Served): string {
  const shown = shownOf(`${target.module}:${target.attribute}`, word, 30);
  return `${start.isCompose ? "The command" : "CMD"} starts \`${shown}\``;
}

function reportAbsentModule(context: WorkspaceContext, served: Served, fitting: EntryPoint | undefined): void {
  const { start, target, word } = served;
  const what = word.text !== word.value ? "such module" : `module \`${shorten(target.module, 24)}\``;
  const attribute = readTarget(fitting?.target ?? "")?.attribute ?? "";
  const todo =
    fitting === undefined
      ? "Correct the name, or copy the module."
      : `\`${attribute}\` is in \`${shorten(fitting.place.path, 20)}\`: use \`${shorten(fitting.target, 22)}\`.`;
  context.report(start.path, word.span, `${startOf(served)}, but the image has no ${what}. ${todo}`, {
    related: fitting === undefined ? [] : [fitting.place],
    fixes: fittingFixes(served, fitting),
  });
}

function reportAbsentObject(
  context: WorkspaceContext,
  served: Served,
  path: string,
  fitting: EntryPoint | undefined,
  others: readonly EntryPoint[],
): void {
  const { start, target, word } = served;
  const text = context.read(path);
  if (text === null || binds(text, target.attribute) !== false) return;
  const same = others.find(each => each.place.path === path);
  const better = same ?? fitting;
  const isKnown = better !== undefined && readTarget(better.target) !== null;
  const what = word.text !== word.value ? "such object" : `\`${shorten(target.attribute, 20)}\``;
  const todo = isKnown ? `Use \`${shorten(better.target, 30)}\`.` : "Name an object that it defines.";
  context.report(
    start.path,
    word.span,
    `${startOf(served)}, but \`${shorten(path, 24)}\` defines no ${what}. ${todo}`,
    {
      related: better === undefined ? [context.placeOf(path, { start: 0, end: 0 })] : [better.place],
      fixes: same === undefined ? fittingFixes(served, fitting) : [],
    },
  );
}

/** `gunicorn shop.wsgi:app` with a module that the image lacks, or an object that the module lacks. */
function reportServed(context: WorkspaceContext, start: Start, others: readonly EntryPoint[]): void {
  const served = servedBy(start);
  if (served === null) return;
  const { build, stage, target, folders } = served;
  const found = findModule(context, build, stage, start.service, folders, target.module);
  if (found.kind === "unknown" || (found.kind === "absent" && isInstalled(context, build, target.module))) return;
  const fitting = fittingFor(context, served, others);
  if (found.kind === "absent") reportAbsentModule(context, served, fitting);
  else if (found.kind === "found") reportAbsentObject(context, served, found.path, fitting, others);
}

export const rule = defineRule({
  target: "workspace",
  id: "missing-entry-point",
  code: "DD3019",
  severity: "error",
  mirrors: [],
  what: "The container starts a module or an object that the image does not hold.",
  why: "The server stops at its start with an import error.",
  todo: "Name the module as Python finds it from WORKDIR, and an object that it defines.",
  needs: ["dependencies", "entryPoints", "modules"],
  bad: {
    Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY wsgi.py ./\nCMD ["gunicorn", «"shop.wsgi:app"»]\n',
    "wsgi.py": "from flask import Flask\napp = Flask(__name__)\n",
  },
  good: {
    Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY wsgi.py ./\nCMD ["gunicorn", "wsgi:app"]\n',
    "wsgi.py": "from flask import Flask\napp = Flask(__name__)\n",
  },
  facts: {
    entryPoints: [
      {
        kind: "wsgi",
        name: "wsgi",
        target: "wsgi:app",
        command: [],
        devCommand: [],
        port: 8000,
        place: { path: "wsgi.py", line: 2, column: 1, text: "app = Flask(__name__)", confidence: "high" },
        confidence: "high",
        rank: 1,
      },
    ],
  },
  check: context => {
    const { recon } = context;
    if (recon === null) return;
    const applications = recon.entryPoints.filter(each => each.kind === "wsgi" || each.kind === "asgi");
    for (const start of startsOf(context)) {
      reportMissingScript(context, start);
      reportMissingStartScript(context, start);
      reportMissingModule(context, start);
      reportVariables(context, start);
      reportServed(context, start, applications);
    }
  },
});
