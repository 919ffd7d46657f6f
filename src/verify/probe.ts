import type { Http, HttpAnswer } from "../model/http";
import type { Clock, Compose, ComposeRequest } from "../model/ports";
import type { Recon } from "../model/recon";
import type { ProbeReport } from "../model/verification";
import type { StackService } from "./compose-stack";

/** Requests at once and seconds of the short load; stated in every report beside the figures. */
export const LOAD = { connections: 8, seconds: 3 } as const;

interface ProbePorts {
  readonly compose: Compose;
  readonly http: Http;
  readonly clock: Clock;
}

export interface Probed {
  readonly probe: ProbeReport;
  readonly errorPercent: number;
  readonly ms: number;
}

/** A server of HTTPS refuses plain HTTP with it. */
const BAD_REQUEST = 400;

/**
 * Asks a service that publishes a port: first the paths that the code really serves, `/` before the others, until one
 * answers below 500; then a short load on that path. Further ports are asked where one does not speak plain HTTP. Null
 * where nothing is published or nothing answers HTTP.
 */
export async function probeService(
  { compose, http, clock }: ProbePorts,
  service: StackService,
  recon: Recon,
  request: ComposeRequest,
  signal?: AbortSignal,
): Promise<Probed | null> {
  const options = signal ? { signal } : {};
  let found: { readonly url: string; readonly status: number; readonly ms: number } | null = null;
  for (const port of service.ports) {
    const published = await compose.port({ ...request, service: service.name, port });
    if (!published) continue;
    const base = `http://${addressToAsk(recon)}:${published.port}`;
    const served = await firstServed({ http, clock }, base, recon, options);
    if (!served || served.answer.status === null) continue;
    found ??= { url: base + served.path, status: served.answer.status, ms: served.answer.ms };
    if (served.answer.status === BAD_REQUEST) continue;
    found = { url: base + served.path, status: served.answer.status, ms: served.answer.ms };
    break;
  }
  if (!found) return null;
  const { url, status, ms } = found;
  const load = await http.load(url, { ...LOAD, ...options });
  return {
    probe: {
      url,
      status,
      p50Ms: load.p50Ms,
      p95Ms: load.p95Ms,
      requestsPerSecond: load.requestsPerSecond,
    },
    errorPercent: load.requests === 0 ? 100 : (100 * load.failures) / load.requests,
    ms,
  };
}

/** The port is published on the address; a list of hosts may allow only the name. */
function addressToAsk({ readiness }: Recon): string {
  const lists = readiness.flatMap(({ hosts }) => (hosts ? [hosts] : []));
  return lists.some(hosts => !hosts.includes("127.0.0.1") && hosts.includes("localhost")) ? "localhost" : "127.0.0.1";
}

/** The path of the first answer below 400, else of the first answer at all; null where nothing answers HTTP. */
export async function firstServedPath(
  ports: Pick<ProbePorts, "http" | "clock">,
  base: string,
  recon: Recon,
  signal?: AbortSignal,
): Promise<string | null> {
  return (await firstServed(ports, base, recon, signal ? { signal } : {}))?.path ?? null;
}

async function firstServed(
  { http, clock }: Pick<ProbePorts, "http" | "clock">,
  base: string,
  recon: Recon,
  options: { signal?: AbortSignal },
): Promise<{ readonly path: string; readonly answer: HttpAnswer } | undefined> {
  let found: { path: string; answer: HttpAnswer } | undefined;
  for (const [at, path] of probePaths(recon).entries()) {
    const answer = await (at === 0 ? firstAnswer(http, clock, base + path, options) : ask(http, base + path, options));
    if (answer.status === null) continue;
    if (!found || (found.answer.status ?? 599) >= 400) found = { path, answer };
    if (answer.status < 400) break;
  }
  return found;
}

/** A port may be published a moment before the server behind it listens: a refused connection is asked again. */
async function firstAnswer(
  http: Http,
  clock: Clock,
  url: string,
  options: { signal?: AbortSignal },
): Promise<HttpAnswer> {
  let answer = await ask(http, url, options);
  for (let attempt = 0; attempt < 10 && answer.status === null; attempt++) {
    await clock.sleep(500, options.signal);
    answer = await ask(http, url, options);
  }
  return answer;
}

function ask(http: Http, url: string, options: { signal?: AbortSignal }): Promise<HttpAnswer> {
  return http.get(url, { timeoutMs: 10_000, ...options });
}

/** What a framework serves by itself. Source: https://fastapi.tiangolo.com/tutorial/metadata/#openapi-url */
const OWN_PATHS: Readonly<Record<string, string>> = { fastapi: "/openapi.json" };

/** Paths to ask, best first: the index, health paths, what the framework serves, other plain GET routes; at most six. */
export function probePaths(recon: Recon): readonly string[] {
  const plain = recon.routes
    .filter(({ method, path }) => method === "GET" && !/[<{(*]|admin|logout|delete/i.test(path))
    .map(({ path }) => (path.startsWith("/") ? path : `/${path}`));
  const health = plain.filter(path => /health|ready|live|ping|status/i.test(path));
  const index = plain.filter(path => path === "/");
  const own = recon.dependencies.flatMap(({ name }) => OWN_PATHS[name] ?? []);
  return [...new Set([...index, ...health, "/", ...own, ...plain])].slice(0, 6);
}
