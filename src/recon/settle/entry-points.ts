import type { EntryEvidence } from "../../model/evidence";
import { comparePlaces, compareText, isSameLine } from "../../model/place";
import type { EntryPoint, EntryPointKind } from "../../model/recon";
import type { PythonProject } from "../../python/project";
import type { Workspace } from "../../workspace/workspace";
import { nameOf, parentOf } from "../../model/paths";
import { applicationIndex } from "../applications/application-index";
import { djangoSites } from "../django/sites";
import { type ConsoleScript, consoleScripts } from "../commands/console-scripts";
import { runAsMain, scriptRunBy } from "../commands/same-program";
import { resolveTarget, splitTarget, type ResolvedTarget } from "../targets/resolve-target";
import { celeryFile, queueOf, usesCelery, withCeleryNamed, withoutShadowedWorkers } from "./celery-workers";
import { isFunction, isHandler } from "../workers/lambda-handlers";
import { withEndlessPrograms } from "./endless-programs";
import { confidenceRank, sourceRank } from "./source-order";
import { workOf } from "./same-tool";
import { isOneOfSeveral } from "./several-processes";
import { separateServices } from "./separate-services";
import { withSubcommands } from "./subcommands";

/** Application objects that no deployment names: more than these may be parts, tools and experiments. */
const MAXIMUM_INFERRED = 3;

const WEB: ReadonlySet<EntryPointKind> = new Set(["wsgi", "asgi", "server", "dash", "streamlit", "gradio"]);

/** What every start command names, once: the strongest source gives the command, the others add what it lacks. */
export function settleEntryPoints(
  workspace: Workspace,
  project: PythonProject,
  evidence: readonly EntryEvidence[],
): readonly EntryPoint[] {
  const groups = new Map<string, EntryEvidence[]>();
  const tried = withoutTrials(project, withSubcommands(workspace, project, withCeleryNamed(withoutOpen(evidence))));
  const commands = new Set(
    tried.flatMap(({ source, kind, target }) => (source === "console-script" && kind === "cli" ? target : [])),
  );
  const processes = new Set(
    tried.flatMap(({ source, kind, target, command }) =>
      (kind === "server" && source === "code") || ((kind === "worker" || kind === "server") && command.length === 1)
        ? target
        : [],
    ),
  );
  // A command stays running where the code shows that it listens, or an image starts it as a server or worker, whoever else calls it.
  const identify = (one: EntryEvidence): string =>
    isOneOfSeveral(one, tried)
      ? `script\n${one.command.join(" ")}`
      : identityOf(
          workspace,
          project,
          commands,
          one.kind === "cli" && one.command.length === 1 && processes.has(one.target)
            ? { ...one, kind: "server" }
            : one,
        );
  for (const one of withoutShadowedWorkers(workspace, project, tried, identify)) {
    const key = identify(one);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const all = [...groups.values()].map(group => merge(workspace, project, group));
  const merged = dropWeaker(withoutTwins(withoutOwnServers(workspace, project, all)), project);
  return withEndlessPrograms(workspace, project, ranked(withUniqueNames(merged)));
}

interface Merged {
  readonly best: EntryEvidence;
  readonly entry: Omit<EntryPoint, "rank">;
  readonly sources: number;
}

/** `python app.py` is how a person tries what a deployment serves from the same file. */
function withoutOwnServers(workspace: Workspace, project: PythonProject, all: readonly Merged[]): readonly Merged[] {
  const fileOf = ({ entry }: Merged): string | null =>
    resolveTarget(workspace, project, entry.target, [entry.workingDirectory ?? ""]).path;
  const deployed = new Set(
    all
      .filter(({ entry, best }) => (entry.kind === "wsgi" || entry.kind === "asgi") && best.source !== "code")
      .flatMap(one => fileOf(one) ?? []),
  );
  if (deployed.size === 0) return all;
  return all.filter(one => {
    const { best, entry } = one;
    const isTried = best.source === "code" || isReload(best);
    if (!isTried || entry.kind !== "server" || best.command[0] !== "python") return true;
    return !deployed.has(fileOf(one) ?? "");
  });
}

/** The same command told once as a mere script, or by a recipe that leaves it running, and once with what it serves. */
function withoutTwins(all: readonly Merged[]): readonly Merged[] {
  const isTwin = ({ entry, best }: Merged): boolean => {
    const isScript = entry.kind === "cli" && entry.command.length > 1;
    if (!isScript && (entry.kind !== "worker" || best.source !== "task-runner")) return false;
    return all.some(
      ({ entry: { kind, command } }) =>
        (isScript ? kind === "server" : WEB.has(kind)) && sameWords(command, entry.command),
    );
  };
  return all.filter(one => !isTwin(one));
}

/** `sanic shop:app` and a Gunicorn for the same object name a server's application as other servers do. */
function servesObject(one: EntryEvidence, resolved: ResolvedTarget): boolean {
  const isNamed = one.kind === "server" && /^[\w.]+:[\w.]+(?:\(\))?$/.test(one.target);
  return one.kind === "dash" || (isNamed && resolved.file !== null);
}

/** What is started, whoever says so: the application object, the site, the worker's application, or the file. */
function identityOf(
  workspace: Workspace,
  project: PythonProject,
  /** Console scripts that are told as commands, each by its name. */
  commands: ReadonlySet<string>,
  one: EntryEvidence,
): string {
  const resolved = resolveTarget(workspace, project, one.target, [...new Set([one.workingDirectory, ""])]);
  const isApplication = one.kind === "wsgi" || one.kind === "asgi";
  const isAlone = isRunAlone(one);
  const isProgram = isAlone && !isApplication;
  const twin = isProgram && resolved.file && scriptRunBy(workspace, project, runAsMain(project, resolved.file));
  if (twin) return commands.has(twin.name) ? `cli\n${twin.name}` : `file\n${fileOfScript(workspace, project, twin)}`;
  const script = isApplication ? undefined : consoleScripts(workspace, project).find(({ name }) => name === one.target);
  if (script) return identityOfScript(workspace, project, one, script);
  if (one.target.startsWith("manage.py")) return `manage\n${one.workingDirectory}\n${one.target}`;
  if (isApplication || servesObject(one, resolved)) return identityOfApplication(project, one, resolved);
  if (usesCelery(one)) return identityOfCelery(workspace, project, one);
  if (isHandler(one)) return identityOfHandler(one, resolved);
  // `python consume.py` is the same program whoever says that it is a worker; with further words it may be one of several.
  if ((one.kind === "worker" || one.kind === "beat") && !(isAlone && resolved.path !== null))
    return workOf(one, resolved) ?? `${one.kind}\n${one.command.join(" ")}`;
  return `file\n${resolved.path ?? one.target}`;
}

/** A worker or a beat of one application; workers of other queues are others. */
function identityOfCelery(workspace: Workspace, project: PythonProject, one: EntryEvidence): string {
  return `celery\n${one.kind}\n${celeryFile(workspace, project, one) ?? one.target}\n${queueOf(one)}`;
}

/** One file may hold several functions of Lambda's. */
function identityOfHandler({ target }: EntryEvidence, { path, attribute }: ReturnType<typeof resolveTarget>): string {
  return `handler\n${path ?? target}\n${attribute ?? ""}`;
}

/** A console script, by its name where it is a command, by its words where it has some, else by its file. */
function identityOfScript(
  workspace: Workspace,
  project: PythonProject,
  { kind, target, command }: EntryEvidence,
  script: ConsoleScript,
): string {
  if (kind === "cli") return `cli\n${target}`;
  return command.length > 1 ? `script\n${command.join(" ")}` : `file\n${fileOfScript(workspace, project, script)}`;
}

/** The site or the application object that a server's target names, else the module and attribute of it. */
function identityOfApplication(
  project: PythonProject,
  { workingDirectory, target }: EntryEvidence,
  { file, path, attribute }: ReturnType<typeof resolveTarget>,
): string {
  const site = file && djangoSites(project).find(({ wsgi, asgi }) => wsgi?.file === file || asgi?.file === file);
  if (site) return `site\n${site.folder}`;
  const application = file && attribute !== null ? applicationIndex(project).find(file.path, attribute) : undefined;
  if (application) return `application\n${application.id}`;
  return `web\n${path ?? `${workingDirectory}\n${target.split("(", 1)[0] ?? ""}`}\n${attribute ?? ""}`;
}

/** `python shop.py` and `python -m shop`, without further words. */
function isRunAlone({ command }: EntryEvidence): boolean {
  return command[0] === "python" && command.length <= (command[1] === "-m" ? 3 : 2);
}

function fileOfScript(workspace: Workspace, project: PythonProject, { name, target, path }: ConsoleScript): string {
  return resolveTarget(workspace, project, target, [parentOf(path), ""]).path ?? name;
}

/**
 * A script's command that a variable gives its target, or a parameter of the script a word, is told as each deployment gives
 * it, not once more with the variable.
 */
function withoutOpen(evidence: readonly EntryEvidence[]): readonly EntryEvidence[] {
  const isOpen = ({ target, command }: EntryEvidence): boolean =>
    target.includes("$") || command.some(word => /\$\{?[1-9]/.test(word));
  const told = evidence.filter(one => !isOpen(one));
  return evidence.filter(one => !isOpen(one) || !told.some(({ place }) => isSameLine(place, one.place)));
}

function merge(workspace: Workspace, project: PythonProject, group: readonly EntryEvidence[]): Merged {
  const sorted = [...group].sort(
    (left, right) =>
      strength(left) - strength(right) ||
      confidenceRank(left.place.confidence) - confidenceRank(right.place.confidence) ||
      comparePlaces(left.place, right.place),
  );
  const best = sorted[0] as EntryEvidence;
  const named = NAMING.flatMap(source => sorted.find(one => one.source === source && !isAuxiliary(one)) ?? [])[0];
  const object = sorted.find(({ source }) => source === "code") ?? best;
  const shown = shownAt(workspace, project, best) ?? object.place;
  const reload =
    sorted.find(one => !sameWords(one.devCommand, one.command) && one.workingDirectory === best.workingDirectory) ??
    best;
  return {
    best,
    sources: new Set(sorted.map(({ source }) => source)).size,
    entry: {
      kind: kindOf(sorted),
      name: named?.name ?? best.name,
      target: best.target,
      command: best.command,
      devCommand: sameWords(best.devCommand, best.command) ? reload.devCommand : best.devCommand,
      port: best.port ?? sorted.find(({ port }) => port !== null)?.port ?? null,
      place: shown,
      confidence: best.place.confidence === "low" ? "low" : surest(sorted),
      workingDirectory: best.workingDirectory,
      ...(isSameLine(shown, best.place) ? {} : { commandPlace: best.place }),
    },
  };
}

/** The most that evidence of one command tells of its kind, strongest first. */
function kindOf(sorted: readonly EntryEvidence[]): EntryPointKind {
  const isTold = ({ kind }: EntryEvidence): boolean => kind !== "script" && kind !== "server" && kind !== "cli";
  const told =
    sorted.find(one => isTold(one) && !leavesInterfaceOpen(one)) ??
    sorted.find(isTold) ??
    // A command that the code shows to listen is a server, whatever its name says.
    sorted.find(one => one.kind === "server" && one.source === "code") ??
    sorted.find(one => one.kind !== "script");
  if (told) return told.kind;
  return sorted.some(({ staysRunning }) => staysRunning) ? "worker" : "script";
}

/** Granian serves ASGI and WSGI, and takes the interface from the environment as well: then the code says what the object is. */
function leavesInterfaceOpen({ command }: EntryEvidence): boolean {
  return command[0] === "granian" && !command.some(word => word.startsWith("--interface"));
}

/** Precedence of one command; a command for development gives way to every other but an inference. */
function strength(one: EntryEvidence): number {
  return sourceRank(one.source) + (isReload(one) ? 7.5 : 0);
}

function surest(group: readonly EntryEvidence[]): EntryPoint["confidence"] {
  return (
    [...group]
      .map(({ place }) => place.confidence)
      .sort((left, right) => confidenceRank(left) - confidenceRank(right))[0] ?? "low"
  );
}

function isReload({ command, devCommand, place }: EntryEvidence): boolean {
  const file = nameOf(place.path);
  return (
    command.includes("runserver") ||
    (/^(?:fastapi dev|flask run|quart run)$/.test(devCommand.slice(0, 2).join(" ")) &&
      !command.includes(devCommand[0] ?? "")) ||
    /(?:^|[._-])(?:dev|local|debug|test|override)(?:[._-]|$)/.test(file)
  );
}

/** Where the code has what a server's target names. */
function shownAt(workspace: Workspace, project: PythonProject, best: EntryEvidence): EntryPoint["place"] | null {
  const { attribute } = splitTarget(best.target);
  if (attribute === null || best.source === "code") return null;
  const { file } = resolveTarget(workspace, project, best.target, [best.workingDirectory]);
  const application = file ? applicationIndex(project).find(file.path, attribute) : undefined;
  const exposure = application?.exposures.find(candidate => candidate.file === file && candidate.name === attribute);
  if (exposure) return project.place(exposure.file, exposure.offset);
  // Django's modules hold an object that only Django makes.
  const made = file?.facts.assignments.find(({ target, scope }) => target === attribute && scope === -1);
  return file && made ? project.place(file, made.offset) : null;
}

/** Whose names of processes count, the best first. */
const NAMING: readonly EntryEvidence["source"][] = ["compose", "procfile", "platform-file", "kubernetes"];

/** A Compose file of tests or CI names its services for that purpose. */
function isAuxiliary({ place }: EntryEvidence): boolean {
  return /(?:^|[/._-])(?:ci|tests?|e2e|cypress)(?:[/._-]|$)/.test(place.path);
}

function sameWords(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((word, at) => word === right[at]);
}

/**
 * Guesses give way: files that merely can be run where something better is known, README commands likewise, targets that do
 * not exist beside ones that do, and servers of helper scripts beside the application's.
 */
function dropWeaker(all: readonly Merged[], project: PythonProject): readonly Merged[] {
  const isGuess = ({ best }: Merged): boolean => best.source === "convention";
  const isHint = ({ best }: Merged): boolean => best.source === "readme";
  const isCli = ({ entry }: Merged): boolean => entry.kind === "cli";
  // Functions of Lambda are deployed each for itself, beside whatever else is.
  const functions = all.filter(({ best }) => isFunction(best));
  const others = all.filter(one => !functions.includes(one));
  const solid = others.filter(one => !isGuess(one) && !isHint(one));
  const told = solid.length > 0 ? solid : others.some(isHint) ? others.filter(one => !isGuess(one)) : others;
  let kept = all.filter(one => told.includes(one) || functions.includes(one));
  // A README's server counts beside console scripts alone: those are often only tools.
  if (solid.length > 0 && solid.every(isCli))
    kept = [...kept, ...all.filter(one => isHint(one) && WEB.has(one.entry.kind))];
  const verified = (kind: EntryPointKind): boolean =>
    kept.some(
      ({ entry }) => entry.confidence !== "low" && (entry.kind === kind || (WEB.has(kind) && WEB.has(entry.kind))),
    );
  kept = kept.filter(
    ({ entry, best }) =>
      entry.confidence !== "low" || best.source === "convention" || best.source === "readme" || !verified(entry.kind),
  );
  const isServer = ({ entry }: Merged): boolean => entry.kind === "wsgi" || entry.kind === "asgi";
  const isInferred = ({ best }: Merged): boolean => best.source === "code";
  const main = kept.some(({ entry, best }) => WEB.has(entry.kind) && project.file(best.place.path)?.role !== "script");
  kept = kept.filter(
    one =>
      !(main && isInferred(one) && WEB.has(one.entry.kind) && project.file(one.best.place.path)?.role === "script"),
  );
  // Where a deployment says which server runs, further application objects are not served.
  const isDeployed = kept.some(one => isServer(one) && sourceRank(one.best.source) <= sourceRank("kubernetes"));
  const inferred = kept.filter(one => isServer(one) && isInferred(one)).sort(compareMerged);
  const services = separateServices(project, isDeployed ? [] : inferred.map(({ best }) => best.place.path));
  const served = new Set(isDeployed ? [] : inferred.slice(0, MAXIMUM_INFERRED));
  return kept.filter(one => !inferred.includes(one) || served.has(one) || services.has(one.best.place.path));
}

/** What tests, load tests and examples start is left out where the application itself is started by something. */
function withoutTrials(project: PythonProject, evidence: readonly EntryEvidence[]): readonly EntryEvidence[] {
  const own = evidence.filter(({ place, target, workingDirectory }) => {
    const path = workingDirectory === "" ? target : `${workingDirectory}/${target}`;
    return !TRIALS.test(place.path) && project.file(path)?.role !== "test";
  });
  return own.some(({ source }) => source !== "convention" && source !== "readme") ? own : evidence;
}

const TRIALS = /(?:^|\/)(?:tests?|testing|e2e|integration[-_]tests?|functional[-_]tests?|examples?|samples?)\//;

/** A name is the finding's key, so it is used once: the second `web` gets its module's name. */
function withUniqueNames(all: readonly Merged[]): readonly Merged[] {
  const taken = new Set<string>();
  return [...all].sort(compareMerged).map(one => {
    const wanted = one.entry.name === "" ? one.entry.kind : one.entry.name;
    const module = one.entry.target
      .replace(/[:(].*$/, "")
      .replace(/\.(?:py|ipynb)$/, "")
      .split(/[./\s]/)
      .filter(part => part !== wanted && !/^(?:|app|main|run|wsgi|asgi)$/.test(part));
    let name = wanted;
    if (taken.has(name)) name = `${wanted}-${module.at(-1) ?? "2"}`;
    for (let count = 2; taken.has(name); count++) name = `${wanted}-${count}`;
    taken.add(name);
    return { ...one, entry: { ...one.entry, name } };
  });
}

function compareMerged(left: Merged, right: Merged): number {
  return (
    strength(left.best) - strength(right.best) ||
    confidenceRank(left.entry.confidence) - confidenceRank(right.entry.confidence) ||
    right.sources - left.sources ||
    left.entry.place.path.split("/").length - right.entry.place.path.split("/").length ||
    targetRank(left.entry) - targetRank(right.entry) ||
    compareText(left.entry.target, right.entry.target) ||
    comparePlaces(left.entry.place, right.entry.place)
  );
}

/** Usual names of what is served come first among equals; an application that no import statement can name is a script beside it. */
function targetRank({ kind, target }: Pick<EntryPoint, "kind" | "target">): number {
  const module = target.replace(/[:(].*$/, "").replace(/\.py$/, "");
  const last = module.split(/[./]/).at(-1) ?? "";
  const at = ["wsgi", "asgi", "main", "app", "server", "application", "api", "run"].indexOf(last);
  if (at >= 0) return at;
  return (kind === "wsgi" || kind === "asgi") && !/^\w*$/.test(last) ? 11 : 10;
}

function ranked(all: readonly Merged[]): readonly EntryPoint[] {
  const counts = new Map<EntryPointKind, number>();
  return all
    .map(({ entry }) => {
      const rank = (counts.get(entry.kind) ?? 0) + 1;
      counts.set(entry.kind, rank);
      const { workingDirectory, ...facts } = entry;
      return { ...facts, rank, workingDirectory: workingDirectory ?? "" };
    })
    .sort(
      (left, right) =>
        comparePlaces(left.place, right.place) ||
        compareText(left.kind, right.kind) ||
        compareText(left.name, right.name),
    );
}
