import type { ApplicationKind, ProcessDesign } from "../blueprint";
import { cite } from "../cite";
import type { EntryPoint } from "../../model/recon";
import { slug } from "../text/slug";
import { writtenFrom } from "./command-folder";
import { httpCheck, OWN_PATHS } from "./health";
import { hasOption, needsShell, programName, replacePort, setOption, throughShell } from "./commands";
import { runs, type Subject } from "./subject";

/** Workers, schedulers and, where nothing serves, the thing that runs or is called. `prefix` tells units apart. */
export function decideProcesses(
  subject: Subject,
  kind: ApplicationKind,
  main: EntryPoint | null,
  prefix: (name: string) => string,
): readonly ProcessDesign[] {
  const { recon } = subject;
  const background = distinct(
    recon.entryPoints.filter(entry => ["worker", "beat", "bot"].includes(entry.kind) && entry.confidence !== "low"),
  );
  const counted = new Map<string, number>();
  const designs = background.map(entry => {
    const role = entry.kind === "beat" ? "beat" : entry.kind === "bot" ? "process" : "worker";
    const base = entry.kind === "bot" ? "bot" : role;
    const named = usableName(entry.name, base);
    const times = (counted.get(named) ?? 0) + 1;
    counted.set(named, times);
    return decideOne(subject, entry, role, times > 1 ? `${named}-${times}` : named, prefix);
  });
  if (kind === "cli" && main) designs.push(decideCalled(subject, main, "cli", prefix));
  if (kind === "job" && main) designs.push(decideCalled(subject, main, "job", prefix));
  if (kind === "web") designs.push(...decidePages(subject, main, prefix));
  return designs.filter(({ command }) => command.length > 0);
}

/** One entry for each thing that is started: the same target may be known from code, Procfile and scripts. */
function distinct(entries: readonly EntryPoint[]): readonly EntryPoint[] {
  const byKey = new Map<string, EntryPoint>();
  for (const entry of entries.toSorted((left, right) => left.rank - right.rank)) {
    const queue = queueOf(entry.command);
    const key = `${entry.kind} ${entry.kind === "bot" ? "" : entry.target.split(":")[0]} ${queue}`;
    if (!byKey.has(key)) byKey.set(key, entry);
  }
  return [...byKey.values()];
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
  const found = fit(subject, replacePort(written, 8000));
  const command = decider.list({
    key: `${name}.command`,
    value: found,
    reason: `${entry.target} is started this way (${cite(entry.place)}).`,
    places: [entry.place],
  });
  const health = role === "worker" ? pingOf(command) : null;
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

/** Pages of Streamlit beside an application that answers requests: a server of its own on a port of its own. */
function decidePages(subject: Subject, main: EntryPoint | null, prefix: (name: string) => string): ProcessDesign[] {
  const { recon, decider, layout } = subject;
  // A Compose file that builds several services says by itself what stands beside what.
  if ((layout.compose?.services ?? []).filter(({ build }) => build !== null).length > 1) return [];
  const entry = recon.entryPoints.find(({ kind, rank }) => kind === "streamlit" && rank === 1);
  if (!entry || entry === main || entry.confidence !== "high" || entry.command.length === 0) return [];
  const port = entry.port ?? 8501;
  const command = decider.list({
    key: "pages.command",
    value: entry.command,
    reason: `${entry.target} is a Streamlit application beside the one that answers requests (${cite(entry.place)}), so it gets a service of its own.`,
    places: [entry.place],
  });
  if (command.length === 0) return [];
  return [
    {
      service: prefix("pages"),
      role: "process",
      command: needsShell(command) ? throughShell(command) : command,
      folder: entry.workingDirectory ?? null,
      health: { test: ["CMD", ...httpCheck(port, OWN_PATHS["streamlit"] ?? "/")], interval: "30s" },
      profile: null,
      graceSeconds: 10,
      port,
    },
  ];
}

const SCHEDULE = ["--schedule", "-s"];

function fit(subject: Subject, command: readonly string[]): readonly string[] {
  if (programName(command) !== "celery") return command;
  if (command.includes("beat")) {
    const usesDatabase = hasOption(command, "--scheduler", "-S") || runs(subject.recon, "django-celery-beat");
    // The working folder is read-only, and other folders are those of another machine: the schedule lies where the
    // container may write.
    const isWritable = command.some(word => /^(?:--schedule=|-s)?\/tmp\//.test(word));
    const kept = isWritable || (usesDatabase && !hasOption(command, ...SCHEDULE));
    const scheduled = kept ? command : setOption(command, SCHEDULE, "/tmp/celerybeat-schedule");
    return hasOption(command, "--pidfile") ? scheduled : [...scheduled, "--pidfile="];
  }
  if (command.includes("worker") && !hasOption(command, "--concurrency", "-c", "--autoscale", "--pool", "-P")) {
    // Without it one process for each processor of the host would start, whatever the container may use.
    return [...command, "--concurrency", "2"];
  }
  return command;
}

/** What a worker answers by itself; null where its framework has nothing to ask. */
function pingOf(command: readonly string[]): ProcessDesign["health"] {
  const program = programName(command);
  if (program === "celery") {
    const at = command.findIndex(word => word === "-A" || word === "--app" || word.startsWith("--app="));
    const app =
      at < 0
        ? null
        : (command[at] ?? "").includes("=")
          ? [command[at] ?? ""]
          : [command[at] ?? "", command[at + 1] ?? ""];
    if (!app || hasOption(command, "-n", "--hostname")) return null;
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
