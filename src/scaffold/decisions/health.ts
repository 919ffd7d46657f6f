import { nameOf } from "../../model/paths";
import { cite } from "../cite";
import type { HealthDesign } from "../blueprint";
import type { Place } from "../../model/place";
import type { ReadinessFinding, RouteFact } from "../../model/recon";
import { findDockerfile, hasOwnImage } from "../layout/own-dockerfile";
import type { Subject } from "./subject";

/** Paths made for health checks, best first: alive before ready, since a check that asks the database restarts for its sake. */
const HEALTH_PATHS = [
  "/livez",
  "/live",
  "/liveness",
  "/healthz",
  "/health",
  "/healthcheck",
  "/health-check",
  "/health/live",
  "/_health",
  "/-/healthy",
  "/ping",
  "/up",
  "/heartbeat",
  "/status",
  "/ht",
  "/alive",
  "/readyz",
  "/ready",
];
/** Paths that some kinds of application always serve. */
export const OWN_PATHS: Readonly<Record<string, string>> = {
  streamlit: "/_stcore/health",
  notebook: "/api",
  gradio: "/",
};

export function decideHealth(subject: Subject, kind: string, port: number): HealthDesign {
  const { recon, layout, decider } = subject;
  const text = decider.optionalText({
    key: "web.health",
    ...pathToAsk(subject, kind, port),
    alternatives: [
      ...recon.routes
        .filter(isPlain)
        .map(route => route.path)
        .slice(0, 4),
      "tcp",
    ],
  });
  const settings = layout.djangoSettings?.value.replaceAll(".", "/") ?? null;
  const host = hostToAsk(recon.readiness.filter(({ place }) => isLoaded(place.path, settings)));
  if (text === null) return { kind: "none", path: null, host, command: null };
  const isHttp = text.startsWith("/");
  const command = isHttp ? httpCheck(port, text, host) : tcpCheck(port);
  return { kind: isHttp ? "http" : "tcp", path: isHttp ? text : null, host, command };
}

/** A path that an own image asks for, else one that the kind of application always serves, else a route of the code. */
function pathToAsk(
  subject: Subject,
  kind: string,
  port: number,
): { readonly value: string; readonly reason: string; readonly places: readonly Place[] } {
  const { recon, layout, unit } = subject;
  const dockerfile = hasOwnImage(subject) ? findDockerfile(recon, layout, unit) : null;
  const theirs = layout.starts.find(({ path }) => path === dockerfile)?.asked;
  // A check of another port is one of another program, or of a side of the application that is for operators.
  const asked = theirs?.port === port || theirs?.port === null ? theirs.path : null;
  if (asked !== null)
    return { value: asked, reason: `The health check of ${dockerfile ?? ""} asks there.`, places: [] };
  const own = OWN_PATHS[kind];
  if (own !== undefined) return { value: own, reason: `${kind} answers there by itself.`, places: [] };
  // Pages of Streamlit beside the application have a service, and a check, of their own.
  const found = findHealthRoute(recon.routes.filter(({ path }) => path !== OWN_PATHS["streamlit"]));
  if (found)
    return { value: found.path, reason: `The application serves it (${cite(found.place)}).`, places: [found.place] };
  const reason = "No path is known that answers without a login, so the check only opens a connection.";
  return { value: "tcp", reason, places: [] };
}

function isPlain({ path, method }: RouteFact): boolean {
  return /^(?:GET|ANY|\*|)$/i.test(method) && path.startsWith("/") && !/[<{*:(\\^$]/.test(path);
}

const SAYS_HEALTH = /health|live|heartbeat|ready|ping/;
const BELOW_INTERFACE = /^\/(?:api|v\d+|internal|system|monitoring|_|-)/;
/** `/api/v1/status` is the server's own, `/api/v1/orders/status` that of an order, which asks who wants to know. */
const ONLY_INTERFACE = /^(?:\/(?:api|v\d[\w.]*|internal|system|monitoring|[_-]\w*))+$/;

/** The best path to ask: one made for it, at any prefix, else the front page. */
export function findHealthRoute(routes: readonly RouteFact[]): RouteFact | null {
  const plain = routes.filter(isPlain);
  const trimmed = (path: string): string => (path.length > 1 ? path.replace(/\/$/, "") : path).toLowerCase();
  for (const wanted of HEALTH_PATHS) {
    const exact = plain.find(({ path }) => trimmed(path) === wanted);
    if (exact) return exact;
  }
  for (const wanted of HEALTH_PATHS) {
    const below = SAYS_HEALTH.test(wanted) ? BELOW_INTERFACE : ONLY_INTERFACE;
    const nested = plain.find(
      ({ path }) => trimmed(path).endsWith(wanted) && below.test(path.slice(0, trimmed(path).length - wanted.length)),
    );
    if (nested) return nested;
  }
  return plain.find(({ path }) => path === "/") ?? null;
}

/** Whether settings are those that run or what such settings share; those of other environments say nothing. */
function isLoaded(path: string, settings: string | null): boolean {
  return (
    settings === null ||
    path.endsWith(`${settings}.py`) ||
    /^(?:base|common|default|defaults|settings|__init__)\.py$/.test(nameOf(path))
  );
}

/** The name to ask by: one that every allow-list of the code has, and `localhost` where that is one or there is no list. */
export function hostToAsk(readiness: readonly ReadinessFinding[]): string {
  const lists = readiness.flatMap(({ hosts }) => (hosts ? [hosts] : []));
  const isAllowed = (name: string): boolean =>
    // A leading dot stands for the name and all that lie below it.
    lists.every(hosts => hosts.some(host => host === name || (host.startsWith(".") && `.${name}`.endsWith(host))));
  const own = (lists[0] ?? []).map(host => host.replace(/^\./, ""));
  return ["localhost", "127.0.0.1", ...own].find(isAllowed) ?? "localhost";
}

/**
 * Slim images have no curl, so Python asks. http.client follows no redirect and takes no proxy from the environment, and
 * the host name is one that applications allow.
 */
export function httpCheck(port: number, path: string, host = "localhost"): readonly string[] {
  const isLocal = host === "localhost" || host === "127.0.0.1";
  const asked = `'${path.replace(/['\\]/g, "")}'${isLocal ? "" : `, headers={'Host': '${host.replace(/['\\]/g, "")}'}`}`;
  const code = `import http.client as h, sys; c = h.HTTPConnection('${isLocal ? host : "localhost"}', ${port}, timeout=4); c.request('GET', ${asked}); sys.exit(c.getresponse().status >= 400)`;
  return ["python", "-c", code];
}

/** The port alone, where no path is known that answers without a login. */
export function tcpCheck(port: number): readonly string[] {
  return ["python", "-c", `import socket; socket.create_connection(('localhost', ${port}), timeout=4).close()`];
}
