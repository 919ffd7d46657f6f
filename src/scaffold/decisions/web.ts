import { findDockerfile, hasOwnImage } from "../layout/own-dockerfile";
import { servicesOf } from "../layout/existing-compose";
import type { WebDesign } from "../blueprint";
import { cite, inWords } from "../cite";
import type { EntryPoint } from "../../model/recon";
import { joinPath } from "../../model/paths";
import type { Place } from "../../model/place";
import { needsShell, programName, replacePort, serverName, throughShell } from "./commands";
import type { ExistingService } from "../layout/existing-compose";
import type { ExistingStart } from "../layout/existing-start";
import { listeningOfImage } from "../layout/listening";
import type { LateSetUp } from "../layout/late-set-up";
import { decideHealth } from "./health";
import { DEVELOPMENT_SERVERS, SERVER_FITS, withOptionsOf } from "./server-commands";
import { serve, serveAfterSetup, serveForDevelopment, underDebugger } from "./serve";
import { servesStatic, withStaticServer } from "./static-server";
import { bringsServer, type Subject } from "./subject";

const CONVENTION_PORTS: Readonly<Record<string, number>> = {
  streamlit: 8501,
  gradio: 7860,
  dash: 8050,
  grpc: 50051,
  notebook: 8888,
};
/** By kind: variables that make a script's own server listen on every interface where its code names none. */
const OPEN_TO_OTHERS: Readonly<Record<string, Readonly<Record<string, string>>>> = { dash: { HOST: "0.0.0.0" } };

/** Distributions that programs come from; a program of another name is a script of the project or of a dependency. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  gunicorn: "gunicorn",
  uvicorn: "uvicorn",
  hypercorn: "hypercorn",
  daphne: "daphne",
  granian: "granian",
  "waitress-serve": "waitress",
  // uWSGI's own distribution has no wheel; this one has the same program ready.
  uwsgi: "pyuwsgi",
  chalice: "chalice",
  awslambdaric: "awslambdaric",
  "dagster-webserver": "dagster-webserver",
};

/**
 * The web server: command, port, workers, health check. `service` is its name in Compose, `taken` what other units publish.
 */
export function decideWeb(
  subject: Subject,
  main: EntryPoint | null,
  service: string,
  taken: readonly number[],
): WebDesign {
  const { decider } = subject;
  const kind = main?.kind ?? "server";
  const port = decidePort(subject, main);
  const { command: plain, reason } = startCommand(subject, main, port);
  const wrapped = withStaticServer(subject, kind, main?.target ?? "", plain);
  const found = wrapped?.command ?? plain;
  const chosen = decider.list({
    key: "web.command",
    value: found,
    reason,
    places: main ? [main.place] : [],
    alternatives: alternativesOf(subject, main, port, found),
  });
  const command = needsShell(chosen) ? throughShell(chosen) : chosen;
  const server = serverName(command);
  decider.text({
    key: "web.server",
    value: server,
    reason: `The start command runs ${server}.`,
    places: main ? [main.place] : [],
  });
  const workers = decideWorkers(subject, server);
  const published = freePort(subject, service, taken, port < 1024 ? port + 8000 : port);
  const development = serveForDevelopment(subject, kind, main?.target ?? "", port, developmentOf(main, command, port));
  const devCommand = decider.list({
    key: "web.command.dev",
    value: development.reload.length > 0 ? development.reload : command,
    reason: "Restarts by itself when the source changes; used by compose.override.yaml only.",
  });
  return {
    service,
    command,
    staticServer: wrapped && servesStatic(command) ? wrapped : null,
    devCommand,
    environment: environmentFor(kind, command),
    devEnvironment: environmentFor(kind, devCommand),
    debugCommand: development.debug ?? underDebugger(command),
    port,
    publishedPort: decidePublished(subject, service, port, published),
    server,
    workers,
    health: decideHealth(subject, kind, port),
    graceSeconds: decider.count({
      key: "web.grace",
      value: 30,
      reason: "Running requests may end before the container is stopped; gunicorn and uvicorn wait for them.",
    }),
  };
}

function decidePort(subject: Subject, main: EntryPoint | null): number {
  const { ports } = subject.recon;
  const theirs = portOfTheirs(subject);
  const fact = theirs ?? main?.port ?? null;
  const isOurs = theirs === null && isServedHere(subject, main, fact);
  const observed =
    ports.find(({ source }) => /dockerfile|compose|procfile|expose/i.test(source)) ?? (isOurs ? undefined : ports[0]);
  const wanted = fact ?? observed?.port ?? CONVENTION_PORTS[main?.kind ?? ""] ?? 8000;
  const usable = isOurs && wanted < 1024 ? 8000 : wanted;
  const why = (): string => {
    if (usable !== wanted)
      return `Port ${wanted} needs rights that the user of the image lacks on some hosts, so ${usable} stands in for it.`;
    const named = ports.find(({ port }) => port === fact);
    if (fact !== null && main) return `The start command listens there (${cite(named?.place ?? main.place)}).`;
    return observed ? `Named in ${cite(observed.place)}.` : "No file names a port; this is the usual one.";
  };
  const shown = observed ?? main;
  return subject.decider.count({
    key: "web.port",
    value: usable,
    reason: why(),
    places: shown ? [shown.place] : [],
    alternatives: [...new Set(ports.map(({ port }) => port))].filter(other => other !== usable).slice(0, 4),
  });
}

/** A service of the person's own Compose file keeps the command that it has, and the port with it. */
function isServedHere(subject: Subject, main: EntryPoint | null, port: number | null): boolean {
  const isServed = main === null || main.kind === "wsgi" || main.kind === "asgi";
  return isServed && !isPublishedByTheirs(subject, port) && !hasOwnImage(subject);
}

/** Whether a service that is there, with a command of its own, publishes a port of its container. */
function isPublishedByTheirs({ layout }: Subject, port: number | null): boolean {
  return (layout.compose?.services ?? []).some(
    ({ build, start, ports }) =>
      build !== null && start !== null && ports.some(each => each.split("/")[0]?.endsWith(`:${port ?? ""}`)),
  );
}

/** How many processes of a server share its work. */
function decideWorkers({ recon, layout, decider }: Subject, server: string): number {
  const isSocket = layout.socketServer !== null;
  const race = recon.perProcess.find(({ kind }) => kind === "tables");
  const choice = (value: number, reason: string, place?: Place): number =>
    decider.count({ key: "web.workers", value, reason, places: place ? [place] : [], alternatives: [1, 2, 4] });
  if (server === "gunicorn" && isSocket)
    return choice(1, "Socket.IO needs each client at the same process, which gunicorn does not see to.");
  if (server === "gunicorn" && race)
    return choice(
      1,
      `One process with threads: ${race.what} (${cite(race.place)}), and two that start together would do it at once.`,
      race.place,
    );
  return server === "gunicorn" || server === "uvicorn"
    ? choice(
        server === "gunicorn" ? 2 : 1,
        `${server} reads WEB_CONCURRENCY; the number of processors of the host says nothing about what a container may use.`,
      )
    : choice(1, "One process; more containers scale better than more processes in one.");
}

/** The number outside: the one that a service of theirs has, else `published`, the nearest one that no other unit has. */
function decidePublished(subject: Subject, service: string, port: number, published: number): number {
  const { decider, layout } = subject;
  const own = layout.compose?.services.filter(one => isOwn(subject, service, one)) ?? [];
  const [one, ...others] = new Set(own.flatMap(({ outsidePorts }) => outsidePorts.get(port) ?? []));
  const theirs = others.length === 0 ? one : undefined;
  const why = (): string => {
    if (theirs !== undefined && theirs !== port) return `${layout.compose?.path ?? ""} publishes it there.`;
    if ((theirs ?? published) === port) return "The same number outside as inside.";
    return port < 1024
      ? "Ports below 1024 belong to the machine's administrator."
      : "Another service of the Compose file has this number, or the one after it for its debugger.";
  };
  return decider.count({ key: "web.port.published", value: theirs ?? published, reason: why() });
}

/**
 * Where an image of the person's own listens: what its service publishes, what its Dockerfile exposes, what its health check asks,
 * or what the server that it starts listens on by itself.
 */
function portOfTheirs({ recon, layout, unit }: Subject): number | null {
  const dockerfile = findDockerfile(recon, layout, unit);
  if (dockerfile === null || !recon.docker.dockerfiles.includes(dockerfile)) return null;
  const services = servicesOf(layout.compose, dockerfile);
  // Of several that run the image those with a command of their own may be anything: a console, a monitor.
  const serving = services.length === 1 ? services : services.filter(({ start }) => start === null);
  const published = serving.flatMap(({ containerPorts }) => containerPorts);
  const exposed = recon.ports.flatMap(({ port, place }) => (place.path === dockerfile ? [port] : []));
  const image = layout.starts.find(({ path }) => path === dockerfile);
  const asked = image?.asked?.port ?? heardOf(image, layout.allFiles);
  const [port, ...others] = new Set(
    published.length > 0 ? published : exposed.length > 0 || asked === null ? exposed : [asked],
  );
  return others.length === 0 ? (port ?? null) : null;
}

/** The port of the server that an image starts, where browsers can ask it. */
function heardOf(image: ExistingStart | undefined, files: readonly string[]): number | null {
  const heard = listeningOfImage(image, files);
  return heard?.speaksHttp === true ? heard.port : null;
}

function environmentFor(kind: string, command: readonly string[]): Readonly<Record<string, string>> {
  return programName(command) === "python" ? (OPEN_TO_OTHERS[kind] ?? {}) : {};
}

interface StartCommand {
  readonly command: readonly string[];
  readonly reason: string;
}

/** Dash applications hold a Flask object, so they are served as WSGI. */
function interfaceOf({ kind }: EntryPoint): "wsgi" | "asgi" {
  return kind === "asgi" ? "asgi" : "wsgi";
}

/** Whether an entry point is an object that a server imports, and no program that serves by itself. */
function namesObject({ kind, target }: EntryPoint): boolean {
  return kind === "wsgi" || kind === "asgi" || (kind === "dash" && target.includes(":"));
}

function startCommand(subject: Subject, main: EntryPoint | null, port: number): StartCommand {
  if (!main) return { command: [], reason: "Nothing was found that answers requests." };
  const given = replacePort(main.command, port);
  const asObject = serveObject(subject, main, port, given);
  if (asObject !== null) return asObject;
  const from = cite(main.commandPlace ?? main.place);
  if (needsShell(given)) {
    return {
      command: throughShell(given),
      reason: `Taken from ${from}; it needs a shell, which hands signals on.`,
    };
  }
  const fit = SERVER_FITS[programName(given)];
  const command = fit ? fit(given, port) : given;
  const changed = command.join(" ") !== main.command.join(" ");
  return {
    command,
    reason: changed ? `From ${from}, listening on every interface of its container.` : `Taken from ${from} as it is.`,
  };
}

/** A server for the object that answers; null where there is none, or where the command that is `given` can stay. */
function serveObject(subject: Subject, main: EntryPoint, port: number, given: readonly string[]): StartCommand | null {
  if (!namesObject(main)) return null;
  const program = programName(given);
  const isDevelopment = DEVELOPMENT_SERVERS.has(program) || program === "python";
  // A command that recon made up for an object found in the code is made here again, with what a container needs.
  const isMadeUp = main.place.path.endsWith(".py");
  // Servers that a machine's own packages bring: a project that declares none is served by one that pip installs as a wheel.
  const isForeign = program === "uwsgi" && !bringsServer(subject.recon, "uwsgi") && /^[\w.]+(?::|$)/.test(main.target);
  const unset = unsetNames(subject, main, given);
  if (given.length > 0 && !isDevelopment && !isMadeUp && !isForeign && unset.length === 0) return null;
  const written = isWritten(main) ? programName(main.command) : null;
  const late = main.kind === "asgi" ? subject.layout.lateSetUps.get(main.place.path) : undefined;
  if (late !== undefined)
    return { command: serveAfterSetup(subject, main.target, port, written), reason: lateReason(main.target, late) };
  const made = serve(subject, interfaceOf(main), main.target, port, written);
  const command = keepsOptions(main, made) ? withOptionsOf(main.command, made, isUsable(subject, main)) : made;
  const isChanged = command.join(" ") !== made.join(" ");
  const kept = isChanged && main.commandPlace ? `, with the options that it has in ${cite(main.commandPlace)}` : "";
  return {
    command,
    reason: `${main.target} is the application (${cite(main.place)}); ${programName(command)} serves it${kept}${whyNot(given, isDevelopment && !isMadeUp, isForeign, isMadeUp ? [] : unset)}.`,
  };
}

function lateReason(target: string, { cause, place }: LateSetUp): string {
  return cause === "models first"
    ? `${target} is the application, and it imports models before Django is set up (${cite(place)}), which only runserver forgives: so the command sets Django up first. Move the imports below get_asgi_application(), and a plain server will do.`
    : `${target} is the application, and it leaves setting Django up to runserver (${cite(place)}): so the command sets Django up first. Call django.setup() before its other imports, and a plain server will do.`;
}

/** Whether a file of the person's own, and no text that only tells what to type, starts the same server. */
function keepsOptions(main: EntryPoint, made: readonly string[]): boolean {
  return isWritten(main) && programName(main.command) === "gunicorn" && programName(made) === "gunicorn";
}

function isWritten({ commandPlace }: EntryPoint): boolean {
  return commandPlace !== undefined && !/\.(?:py|md|rst|txt)$/.test(commandPlace.path);
}

/** A file of settings has to be there, and a class of workers brings its distribution. */
function isUsable(
  { layout, recon }: Subject,
  { workingDirectory }: EntryPoint,
): (option: string, value: string) => boolean {
  return (option, value) =>
    option === "--config"
      ? layout.allFiles.includes(joinPath(workingDirectory ?? "", value))
      : option !== "--worker-class" ||
        /^(?:sync|gthread)$/.test(value) ||
        recon.dependencies.some(({ name }) => name === value.split(".", 1)[0]);
}

/** Variables of a script's command that only the script itself works out, so that its line alone gets nothing for them. */
function unsetNames({ recon }: Subject, main: EntryPoint, given: readonly string[]): readonly string[] {
  const { path } = main.commandPlace ?? main.place;
  if (!path.endsWith(".sh")) return [];
  const names = given.flatMap(word =>
    [...word.matchAll(/\$\{?([A-Z][A-Z0-9_]*)(?=\W|$)(?!:?[-=?+])/g)].map(([, name = ""]) => name),
  );
  const isGiven = (name: string): boolean =>
    name === "PORT" ||
    name === "WEB_CONCURRENCY" ||
    recon.environment.some(
      other =>
        other.name === name && (other.hasDefault || other.required || other.places.some(place => place.path !== path)),
    );
  return [...new Set(names)].filter(name => !isGiven(name));
}

function whyNot(
  given: readonly string[],
  isDevelopment: boolean,
  isForeign: boolean,
  unset: readonly string[],
): string {
  if (unset.length > 0)
    return `, since nothing sets ${inWords(unset)} for the command that ${programName(given)} is given`;
  if (isForeign) return `, since no dependency brings ${programName(given)}, which that names`;
  return isDevelopment && given.length > 0 ? `, since ${given.slice(0, 3).join(" ")} is for development` : "";
}

/** Whether a service of theirs is the one that we call so, or is built where the unit lies. */
function isOwn({ path }: Subject, service: string, { name, build }: ExistingService): boolean {
  return name === service || (build !== null && joinPath(build.context) === joinPath(path));
}

/** The first number from `wanted` on that no other service publishes, neither of the person's file nor of another unit. */
function freePort(subject: Subject, service: string, units: readonly number[], wanted: number): number {
  const theirs = subject.layout.compose?.services ?? [];
  const others = theirs
    .filter(other => !isOwn(subject, service, other))
    .flatMap(({ ports }) => ports.flatMap(port => port.match(/(\d+)\D*:\d+(?:\/tcp)?$/)?.[1] ?? []))
    .map(Number);
  // A service that the person has written keeps the ports that it has.
  const taken = theirs.some(own => isOwn(subject, service, own) && own.ports.length > 0)
    ? others
    : [...others, ...units];
  let port = wanted;
  while (taken.includes(port)) port++;
  return port;
}

function alternativesOf(
  subject: Subject,
  main: EntryPoint | null,
  port: number,
  found: readonly string[],
): readonly (readonly string[])[] {
  const others = subject.recon.entryPoints
    .filter(entry => entry !== main && (entry.kind === "wsgi" || entry.kind === "asgi"))
    .map(entry => serve(subject, interfaceOf(entry), entry.target, port));
  const own =
    main && (main.kind === "wsgi" || main.kind === "asgi")
      ? [serve(subject, interfaceOf(main), main.target, port)]
      : [];
  return [...own, ...others].filter(command => command.join(" ") !== found.join(" ")).slice(0, 4);
}

function developmentOf(main: EntryPoint | null, command: readonly string[], port: number): readonly string[] {
  // A port that an image of the person's own or a service exposes goes before the one that the server has by itself.
  const own = main?.port == null ? null : new RegExp(`(?<lead>^|[:=])${main.port}$`);
  const given = replacePort(main?.devCommand ?? [], port).map(word =>
    word === "127.0.0.1" || word === "localhost" ? "0.0.0.0" : own ? word.replace(own, `$<lead>${port}`) : word,
  );
  return given.length > 0 && !needsShell(given) ? given : command;
}

/** Distributions that the commands need, for `install.add`. */
export function serversOf(commands: readonly (readonly string[])[]): readonly string[] {
  const names = commands.flatMap(command => {
    const program = DISTRIBUTIONS[serverName(command)];
    const classAt = command.findIndex(word => word === "-k" || word === "--worker-class");
    const workerClass = command[classAt + 1] ?? "";
    const worker = classAt >= 0 && workerClass.startsWith("uvicorn_worker") ? ["uvicorn-worker"] : [];
    const uvicorn = classAt >= 0 && /^uvicorn/.test(workerClass) ? ["uvicorn"] : [];
    const files = servesStatic(command) ? ["whitenoise"] : [];
    return [...(program ? [program] : []), ...worker, ...uvicorn, ...files];
  });
  return [...new Set(names)];
}
