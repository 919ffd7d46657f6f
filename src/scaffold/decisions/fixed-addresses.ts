import type { FixedDesign, ForwardDesign, ServiceDesign, WebDesign } from "../blueprint";
import { cite } from "../cite";
import type { Decider } from "../decider";
import { isSameLine, type Place } from "../../model/place";
import type { EntryPoint } from "../../model/recon";
import type { BackingService } from "../define-service";
import { isLoopback } from "../../recon/integrations/address";
import { programName } from "./commands";
import { hasOwnImage } from "../layout/own-dockerfile";
import type { ServiceUse } from "./rival-databases";
import { namedNeighbour, type Neighbour } from "./neighbours";
import { runs, type Subject } from "./subject";

/** Whether a client that is told no host asks the environment for one, as libpq does (PostgreSQL, "Environment Variables"). */
export function readsEnvironment({ id }: BackingService): boolean {
  return id === "postgres";
}

/** The name by which the code asks for a service without asking the environment; null where it has none of that kind. */
export function writtenName(uses: ServiceUse["uses"]): string | null {
  const host = uses.find(({ integration }) => integration.fixed !== undefined)?.integration.fixed?.host ?? null;
  return host === null || isLoopback(host) || isStandIn(host) ? null : host.toLowerCase();
}

/** What a person is to replace, such as `your_rabbitmq_url`: no name that anything bears. */
function isStandIn(host: string): boolean {
  return /^your[-_.]|change[-_.]?me|placeholder|^(?:x{3,}|todo|hostname)$/i.test(host);
}

/**
 * What a service needs where the code itself says where it is: the login that stands in the code, and for this machine
 * containers that pass connections to their own localhost on to it. Null where nothing does, or where an image of the
 * person's own is kept, which Drydock puts nothing before.
 */
export function decideFixed(
  decider: Decider,
  name: string,
  definition: BackingService,
  uses: ServiceUse["uses"],
): FixedDesign | null {
  for (const { subject, integration } of uses) {
    const { fixed } = integration;
    if (fixed === undefined || isStandIn(fixed.host) || (isLoopback(fixed.host) && hasOwnImage(subject))) continue;
    const port = fixed.port ?? definition.port;
    const isUnsaid = fixed.isUnsaid === true;
    const forwards =
      !isLoopback(fixed.host) ||
      (isUnsaid && readsEnvironment(definition)) ||
      decider.flag({
        key: `localhost.${name}`,
        value: true,
        reason: `${cite(fixed.place)} has ${fixed.host} as its address and asks nothing outside for it. In a container that is the container itself, so its port ${port} passes connections on to ${name}; once the code reads the host from a variable, nothing has to.`,
        places: [fixed.place],
      });
    if (!forwards) return null;
    // A login of which a part comes from a variable is made by what that variable gets.
    const isWhole = integration.variables.length === 0;
    const password = subject.layout.fixedPasswords.get(integration.service);
    return {
      port,
      host: fixed.host,
      user: definition.access.user === null ? null : fixed.user,
      database: madeDatabase(definition, fixed.database),
      place: fixed.place,
      isUnsaid,
      password: password !== undefined && fixed.password !== null ? { text: password, place: fixed.password } : null,
      login:
        isWhole && fixed.password === null
          ? "open"
          : fixed.user !== null && fixed.user === definition.administrator?.user
            ? "administrator"
            : "user",
    };
  }
  return null;
}

/** What the service has to make; an index of Redis and the virtual host that every broker has are there already. */
function madeDatabase({ access, pathVariable }: BackingService, name: string | null): string | null {
  if (access.database !== null) return name;
  return pathVariable !== undefined && name !== null && /^\w[\w.-]*$/.test(name) ? name : null;
}

/** The ports of its own localhost that a container of a unit passes on; `listening` are those of its own servers. */
export function forwardsOf(
  subject: Subject,
  services: readonly ServiceDesign[],
  neighbours: readonly Neighbour[],
  listening: readonly number[],
  own: { readonly web: WebDesign; readonly main: EntryPoint } | null,
): readonly ForwardDesign[] {
  const all = [
    ...(own === null ? [] : toItself(subject, own.web, own.main)),
    ...toServices(subject, services),
    ...toNeighbours(subject, neighbours, listening),
  ];
  // A port leads to one place: MySQL and MariaDB may both be meant by what the code has.
  return all.filter(({ port }, at) => all.findIndex(other => other.port === port) === at);
}

/**
 * `web.run_app(app, host="127.0.0.1")` of a program that nothing but itself can start: what reaches the container by its
 * network is led to the address on which it listens.
 */
function toItself({ recon, decider }: Subject, web: WebDesign, main: EntryPoint): readonly ForwardDesign[] {
  const { service, port, command, devCommand } = web;
  // `python -m shop.main` runs the program itself as well; `python -m aiohttp.web` is a server that takes an address.
  const isOwn = ["python", main.target].includes(programName(command));
  // A development server of another kind listens on every address, which leaves the port to nobody else.
  if (!isOwn || command.join(" ") !== devCommand.join(" ")) return [];
  const [bind, ...others] = recon.readiness.filter(
    ({ rule, place }) => rule === "loopback-bind" && place.path === main.place.path,
  );
  const isAsked = recon.environment.some(({ places }) => places.some(place => bind && isSameLine(place, bind.place)));
  if (bind === undefined || others.length > 0 || isAsked) return [];
  const forwards = decider.flag({
    key: `localhost.${service}`,
    value: true,
    reason: `${cite(bind.place)} listens on the container's own 127.0.0.1, and only the program itself can start it, so what reaches port ${port} of the container is passed on to it; once the code listens on 0.0.0.0, nothing has to.`,
    places: [bind.place],
  });
  return forwards ? [{ port, service, target: port, socket: null, ownPlace: bind.place }] : [];
}

/**
 * `requests.get("http://localhost:8000/items")` in a page beside the application that listens there, or
 * `USERS_URL = "http://localhost:8001"` in a service beside the one of that name.
 */
function toNeighbours(
  { recon, unit, decider }: Subject,
  neighbours: readonly Neighbour[],
  listening: readonly number[],
): readonly ForwardDesign[] {
  const others = neighbours.filter(other => other.isOwn === true || other.unit !== unit);
  const asked = recon.integrations
    .filter(({ service, variables }) => /^(?:http-api|grpc)$/.test(service) && variables.length === 0)
    .flatMap(({ places, fixed }) => [
      ...(fixed ? [{ ...fixed, port: fixed.port ?? 0 }] : []),
      ...places.flatMap(place => writtenAt(place) ?? []),
    ]);
  const told = new Set<string>();
  return asked.flatMap(({ place, host, port }) => {
    if (!isLoopback(host)) return [];
    const there = others.filter(other => other.port === port);
    const constant = /^\s*([A-Z][A-Z0-9_]*)\s*(?::[^=]*)?=/.exec(place.text)?.[1];
    const found =
      (constant === undefined ? undefined : namedNeighbour(constant, others)) ??
      (there.length === 1 ? there[0] : undefined);
    if (found === undefined || told.has(`${found.service}:${port}`)) return [];
    // Its own server could not listen where the forward does; beside that server, a page's container has the port free.
    if (found.isOwn !== true && listening.includes(port)) return [];
    told.add(`${found.service}:${port}`);
    const forwards = decider.flag({
      key: `localhost.${found.service}`,
      value: true,
      reason: `${cite(place)} asks ${host}:${port}, where ${found.service} answers on this machine. In a container that is the container itself, so the port passes connections on to ${found.service}.`,
      places: [place],
    });
    return forwards ? [{ port, service: found.service, target: found.port, socket: null, ownPlace: null }] : [];
  });
}

function writtenAt(place: Place): { readonly place: Place; readonly host: string; readonly port: number } | null {
  const [, host, port] = /https?:\/\/([\w.]+):(\d+)/.exec(place.text) ?? [];
  return host === undefined ? null : { place, host, port: Number(port) };
}

function toServices(subject: Subject, services: readonly ServiceDesign[]): readonly ForwardDesign[] {
  return services.flatMap(({ name, definition, fixed }) => {
    if (fixed === null || !isLoopback(fixed.host) || (fixed.isUnsaid && readsEnvironment(definition))) return [];
    // MySQL's own client takes "localhost" for the socket file of a server on the same machine.
    const asksSocket =
      definition.socket !== undefined && fixed.host === "localhost" && runs(subject.recon, "mysqlclient");
    return [
      {
        port: fixed.port,
        service: name,
        target: definition.port,
        socket: asksSocket ? (definition.socket ?? null) : null,
        ownPlace: null,
      },
    ];
  });
}
