import type { ApplicationKind, ProcessDesign, WebDesign } from "../blueprint";
import { cite } from "../cite";
import type { EntryPoint } from "../../model/recon";
import { plansJobs } from "../../recon/commands/celery-beat";
import { readCommand } from "../../recon/commands/read-command";
import { servicesOf } from "../layout/existing-compose";
import type { StartLine } from "../layout/existing-start";
import { findDockerfile, hasOwnImage } from "../layout/own-dockerfile";
import { startCommands } from "../layout/listening";
import { isSameApplication, startedLine } from "../layout/started-line";
import { slug } from "../text/slug";
import { besideServers } from "./beside-servers";
import { writtenFrom } from "./command-folder";
import { withSchedule } from "./celery-schedule";
import { hasOption, needsShell, programName, replacePort, throughShell } from "./commands";
import { runs, type Subject } from "./subject";

/** Workers, schedulers and, where nothing serves, the thing that runs or is called. `prefix` tells units apart, `taken` is what others publish. */
export function decideProcesses(
  subject: Subject,
  kind: ApplicationKind,
  main: EntryPoint | null,
  web: WebDesign | null,
  taken: readonly number[],
  prefix: (name: string) => string,
): readonly ProcessDesign[] {
  const { recon } = subject;
  // A service of its own would do the work twice that a supervisor does in the container which serves.
  const supervised = kind === "web" ? supervisedIn(subject) : [];
  const background = distinct(
    recon.entryPoints.filter(
      entry =>
        ["worker", "beat", "bot"].includes(entry.kind) &&
        entry.confidence !== "low" &&
        !isOfOtherProject(subject, entry),
    ),
    subject,
  ).filter(({ command }) => startedLine(supervised, command) === null);
  const counted = new Map<string, number>();
  const used: string[] = [];
  const designs = background.map(entry => {
    const role = entry.kind === "beat" ? "beat" : entry.kind === "bot" ? "process" : "worker";
    const base = entry.kind === "bot" ? "bot" : role;
    const named = usableName(entry.name, base);
    const times = (counted.get(named) ?? 0) + 1;
    counted.set(named, times);
    const name = times > 1 ? `${named}-${times}` : named;
    used.push(name);
    return decideOne(subject, entry, role, name, prefix);
  });
  if (kind === "cli" && main) designs.push(decideCalled(subject, main, "cli", prefix));
  if (kind === "job" && main) designs.push(decideCalled(subject, main, "job", prefix));
  if (kind === "web") designs.push(...besideServers(subject, main, web, taken, used, prefix));
  return designs.filter(({ command }) => command.length > 0);
}

/**
 * `celery -A other_project worker` of a copied configuration: an image of ours would have neither the program nor the module
 * that it shall load. What an image of the person's own has, nobody knows.
 */
function isOfOtherProject(subject: Subject, { command, target }: EntryPoint): boolean {
  const { recon } = subject;
  const program = programName(command);
  const [module = ""] = target.split(/[.:]/);
  if (!LOADS_MODULE.has(program) || !/^\w+$/.test(module) || hasOwnImage(subject)) return false;
  const isThere =
    recon.modules.some(({ name }) => name.split(".").includes(module)) ||
    recon.dependencies.some(({ name }) => name.replaceAll("-", "_") === module.toLowerCase());
  return !isThere && !runs(recon, program) && recon.undeclared.every(({ distribution }) => distribution !== program);
}

/** Programs that start nothing of their own, each of the distribution of its name. */
const LOADS_MODULE: ReadonlySet<string> = new Set(["celery", "dramatiq", "arq", "taskiq"]);

/** What a supervisor runs in the containers of the Dockerfile that is there. */
function supervisedIn({ recon, layout, unit }: Subject): readonly StartLine[] {
  const dockerfile = findDockerfile(recon, layout, unit);
  if (dockerfile === null) return [];
  const all = servicesOf(layout.compose, dockerfile);
  // One with a profile starts only where a person asks for it.
  const services = all.filter(({ profiles }) => profiles.length === 0);
  const runsImage = all.length === 0 || services.some(({ start }) => start === null);
  const images = runsImage ? layout.starts.filter(({ path }) => path === dockerfile) : [];
  return [...images, ...services].flatMap(({ supervised }) => supervised);
}

/** One entry for each thing that is started: the same target may be known from code, Procfile and scripts. */
function distinct(entries: readonly EntryPoint[], subject: Subject): readonly EntryPoint[] {
  const byKey = new Map<string, EntryPoint>();
  const kept = withoutVariants(withoutStarted(entries, subject), subject);
  for (const entry of kept.toSorted((left, right) => left.rank - right.rank)) {
    const queue = queueOf(entry.command);
    // `run.py --part fetch` and `run.py --part check` are two processes of one file.
    const words = entry.command.slice(entry.command.findIndex(word => word.endsWith(".py")) + 1);
    const program = [entry.target.split(":")[0], ...(entry.target.endsWith(".py") ? words : [])].join(" ");
    const key = `${entry.kind} ${entry.kind === "bot" ? "" : program} ${queue}`;
    if (!byKey.has(key)) byKey.set(key, entry);
  }
  return [...byKey.values()];
}

/**
 * Start scripts of several environments (`compose/local/worker/start`, `compose/production/worker/start`) are one process,
 * which a second service would do again: the one that the Compose file that is there starts, else that of production.
 */
function withoutVariants(entries: readonly EntryPoint[], { layout }: Subject): readonly EntryPoint[] {
  const lines = (layout.compose?.services ?? []).flatMap(({ start }) => start ?? []);
  return entries.filter(entry => {
    const variants = entries.filter(
      other => other.kind === entry.kind && openPath(other.place.path) === openPath(entry.place.path),
    );
    const paths = new Set(variants.map(({ place }) => place.path));
    // A file that starts several is a list of its own, such as a Procfile.
    if (paths.size < 2 || paths.size < variants.length || entry.place.path.endsWith(".py")) return true;
    const chosen =
      variants.find(({ command }) => startedLine(lines, command) !== null) ??
      variants.find(({ place }) => /(?:^|\/)prod(?:uction)?\//i.test(place.path));
    return chosen === undefined || chosen === entry;
  });
}

/** A path without the words for an environment among its folders. */
function openPath(path: string): string {
  return path.replace(ENVIRONMENT, "*");
}

const ENVIRONMENT = /(?<=^|\/)(?:local|dev(?:elopment)?|stag(?:e|ing)|prod(?:uction)?)(?=\/)/gi;

/**
 * An application that only the code shows is not started where a script or the Compose file that is there starts another one
 * by the same program: whoever wrote it left this one out. `celery -A "$APP" worker` of a script is the worker of the application that the
 * code defines, where the environment that is there gives the variable its name; else nobody knows which one it means.
 */
function withoutStarted(entries: readonly EntryPoint[], { layout }: Subject): readonly EntryPoint[] {
  const given = (target: string): readonly string[] => {
    const name = /^\$\{?(\w+)\}?$/.exec(target)?.[1];
    if (name === undefined) return [];
    return (layout.compose?.services ?? []).flatMap(({ environment }) => environment.get(name) ?? []);
  };
  const lines = (layout.compose?.services ?? []).flatMap(({ start }) => start ?? []);
  const isOfCode = ({ place, commandPlace }: EntryPoint): boolean =>
    commandPlace === undefined && place.path.endsWith(".py");
  const scripted = entries.filter(entry => !isOfCode(entry) && !/\.(?:md|rst|txt)$/i.test(entry.place.path));
  const started = [...lines.flatMap(({ text }) => startCommands(text)), ...scripted.map(({ command }) => command)];
  const isLeftOut = ({ kind, command }: EntryPoint): boolean =>
    kind === "worker" &&
    LOADS_MODULE.has(programName(command)) &&
    startedLine(lines, command) === null &&
    started.some(
      words => programName(words) === programName(command) && words.includes("worker") === command.includes("worker"),
    );
  const isStarted = ({ kind, command, target }: EntryPoint): boolean =>
    entries.some(
      other =>
        other.kind === kind &&
        queueOf(other.command) === queueOf(command) &&
        given(other.target).some(value => isSameApplication(value, target)),
    );
  return entries.filter(entry => !isOfCode(entry) || !(isStarted(entry) || isLeftOut(entry)));
}

/** Workers of one application differ by the queues that they take from. */
function queueOf(command: readonly string[]): string {
  const at = command.findIndex(word => word === "-Q" || word === "--queues");
  return at >= 0 ? (command[at + 1] ?? "") : (command.find(word => word.startsWith("--queues="))?.slice(9) ?? "");
}

function usableName(name: string, fallback: string): string {
  const plain = slug(name);
  return /^(?:worker|beat|scheduler|clock|bot|consumer|listener)(?:-[a-z0-9-]+)?$|-(?:worker|beat|scheduler|consumer)$/.test(
    plain,
  )
    ? plain
    : fallback;
}

function decideOne(
  subject: Subject,
  entry: EntryPoint,
  role: ProcessDesign["role"],
  name: string,
  prefix: (name: string) => string,
): ProcessDesign {
  const { decider } = subject;
  const written = writtenFrom(subject, entry.command, entry.workingDirectory ?? subject.path);
  const found = fitCelery(subject, replacePort(written, 8000));
  const command = decider.list({
    key: `${name}.command`,
    value: found,
    reason: `${entry.target} is started this way (${cite(entry.place)}).`,
    places: [entry.place],
  });
  const health = role === "worker" ? pingOf(command, subject.layout.isBrokerSilent) : null;
  return {
    service: prefix(name),
    role,
    command: needsShell(command) ? throughShell(command) : command,
    folder: entry.workingDirectory ?? null,
    health,
    profile: null,
    graceSeconds: role === "worker" ? 60 : 10,
    port: null,
  };
}

/** Celery's own commands with what a container needs; every other one as it is. */
function fitCelery({ recon }: Subject, command: readonly string[]): readonly string[] {
  if (programName(command) !== "celery") return command;
  const role = readCommand(command)?.role;
  const own = plansJobs(command) ? withSchedule(recon, command) : command;
  // A beat refuses to start beside the file that an earlier one left behind.
  if (role === "beat" && !hasOption(own, "--pidfile")) return [...own, "--pidfile="];
  // Without it one process for each processor of the host would start, whatever the container may use.
  if (role === "worker" && !hasOption(own, "--concurrency", "-c", "--autoscale", "--pool", "-P"))
    return [...own, "--concurrency", "2"];
  return own;
}

/** What a worker answers by itself; null where its framework, or the way to it, has nothing to ask. */
function pingOf(command: readonly string[], isBrokerSilent: boolean): ProcessDesign["health"] {
  const program = programName(command);
  if (program === "celery") {
    const at = command.findIndex(word => word === "-A" || word === "--app" || word.startsWith("--app="));
    const app =
      at < 0
        ? null
        : (command[at] ?? "").includes("=")
          ? [command[at] ?? ""]
          : [command[at] ?? "", command[at + 1] ?? ""];
    if (!app || isBrokerSilent || hasOption(command, "-n", "--hostname")) return null;
    return {
      test: `celery ${app.join(" ")} inspect ping --timeout 8 --destination celery@$$HOSTNAME`,
      interval: "60s",
    };
  }
  if (program === "arq")
    return { test: ["CMD", "arq", "--check", command.find(word => word.includes(".")) ?? ""], interval: "60s" };
  return null;
}

function decideCalled(
  { decider }: Subject,
  main: EntryPoint,
  role: "cli" | "job",
  prefix: (name: string) => string,
): ProcessDesign {
  const command = decider.list({
    key: `${role}.command`,
    value: main.command.length > 0 ? main.command : [main.target],
    reason:
      role === "cli"
        ? `${main.name} is the project's own command (${cite(main.place)}); it is called with docker compose run.`
        : `${main.target} runs to its end (${cite(main.place)}).`,
    places: [main.place],
  });
  return {
    service: prefix(role === "cli" ? slug(main.name) : "job"),
    role,
    command: needsShell(command) ? throughShell(command) : command,
    folder: null,
    health: null,
    profile: role === "cli" ? "tools" : null,
    graceSeconds: 10,
    port: null,
  };
}
