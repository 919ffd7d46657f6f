import type { ProcessDesign, WebDesign } from "../blueprint";
import { cite } from "../cite";
import type { EntryPoint } from "../../model/recon";
import { slug } from "../text/slug";
import { writtenFrom } from "./command-folder";
import { needsShell, programName, replacePort, throughShell } from "./commands";
import { httpCheck, OWN_PATHS, tcpCheck } from "./health";
import { services } from "../service-registry";
import { SERVER_FITS } from "./server-commands";
import { SERVING, type Subject } from "./subject";

/** Files whose programs run side by side: each line of a Procfile, each program of Supervisor's configuration. */
const SIDE_BY_SIDE = /(?:^|\/)(?:Procfile[^/]*|[^/]*supervisor[^/]*(?:\/[^/]*)?\.(?:conf|ini))$/i;

/**
 * Servers beside the one that answers requests, each with a service and a port of its own: pages of Streamlit, and what the
 * file that starts the main server starts as well. `units`: ports of this machine that units before it publish; `used`:
 * names of its other processes.
 */
export function besideServers(
  subject: Subject,
  main: EntryPoint | null,
  web: WebDesign | null,
  units: readonly number[],
  used: readonly string[],
  prefix: (name: string) => string,
): readonly ProcessDesign[] {
  const { recon, decider, layout } = subject;
  // A Compose file that builds several services says by itself what stands beside what.
  if ((layout.compose?.services ?? []).filter(({ build }) => build !== null).length > 1) return [];
  const taken = new Set([...units, ...(web ? [web.port, web.publishedPort, web.publishedPort + 1] : [])]);
  const names = new Set<string>([
    "web",
    "migrate",
    ...services.flatMap(({ id, serviceName }) => [id, serviceName]),
    ...used,
  ]);
  const remote = new Set<string>();
  const kindOf = (entry: EntryPoint): BesideKind | null => {
    if (entry === main || entry.confidence !== "high" || entry.command.length === 0) return null;
    if (main !== null && isOwnProgram(main, entry) && !remote.has(entry.target)) return "remote";
    if (entry.kind === "streamlit" && entry.rank === 1) return "pages";
    return main !== null && SERVING.includes(entry.kind) && startsBoth(main, entry) ? "same file" : null;
  };
  return recon.entryPoints.flatMap(entry => {
    const kind = kindOf(entry);
    if (kind === null) return [];
    if (kind === "remote") remote.add(entry.target);
    const fit = SERVER_FITS[programName(entry.command)];
    let port = entry.port ?? 8000;
    // A port that the code itself has stays what it is; this machine has each number once.
    if (fit) while (taken.has(port)) port++;
    const isFree = !taken.has(port);
    taken.add(port);
    const written = writtenFrom(subject, entry.command, entry.workingDirectory ?? subject.path);
    const isPages = kind === "pages";
    const name = isPages ? "pages" : freeName(names, kind === "remote" ? nameOfProgram(entry) : slug(entry.name));
    names.add(name);
    const command = decider.list({
      key: `${name}.command`,
      value: isPages || !fit ? written : fit(replacePort(written, port), port),
      reason: `${WHY[kind](entry)}, so it gets a service of its own.`,
      places: [placeOf(entry)],
    });
    return command.length === 0 ? [] : [designOf(entry, command, prefix(name), port, isFree)];
  });
}

type BesideKind = "pages" | "remote" | "same file";

const WHY: Readonly<Record<BesideKind, (entry: EntryPoint) => string>> = {
  pages: ({ target, place }) =>
    `${target} is a Streamlit application beside the one that answers requests (${cite(place)})`,
  remote: ({ target, place }) => `${target} answers gRPC (${cite(place)}), which no other server here does`,
  "same file": entry => `${entry.target} is started beside the one that answers requests (${cite(placeOf(entry))})`,
};

function designOf(
  { kind, workingDirectory }: EntryPoint,
  command: readonly string[],
  service: string,
  port: number,
  isFree: boolean,
): ProcessDesign {
  const path = OWN_PATHS[kind];
  const check = path === undefined ? tcpCheck(port) : httpCheck(port, path);
  return {
    service,
    role: "process",
    command: needsShell(command) ? throughShell(command) : command,
    folder: workingDirectory ?? null,
    health: { test: ["CMD", ...check], interval: "30s" },
    profile: null,
    graceSeconds: 10,
    port: isFree ? port : null,
  };
}

/** A gRPC server that a script of its own starts; one in the main program's file is started by that. */
function isOwnProgram(main: EntryPoint, entry: EntryPoint): boolean {
  return (
    entry.kind === "grpc" &&
    moduleOf(entry.target) !== moduleOf(main.target) &&
    moduleOf(entry.target) !== moduleOf(main.place.path) &&
    entry.place.path !== main.place.path
  );
}

/** `pkg.web` of `pkg.web:app` and `pkg/web.py`. */
function moduleOf(target: string): string {
  return (target.split(":")[0] ?? "").replace(/\.py$/, "").replaceAll("/", ".");
}

/** What the program's file is called, or the folder of one that is called as any program may be. */
function nameOfProgram({ target, name }: EntryPoint): string {
  const words = moduleOf(target).split(".");
  return slug(words.findLast(word => !/^(?:main|__main__|app|run|server?|service|src)$/i.test(word)) ?? name);
}

function startsBoth(main: EntryPoint, other: EntryPoint): boolean {
  const { path } = placeOf(main);
  return SIDE_BY_SIDE.test(path) && placeOf(other).path === path;
}

function placeOf({ commandPlace, place }: EntryPoint): EntryPoint["place"] {
  return commandPlace ?? place;
}

function freeName(taken: ReadonlySet<string>, wanted: string): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted}-${count}`;
  return name;
}
