import { DrydockError } from "../model/error";
import type { Http, LoadResult } from "../model/http";
import type { Clock, Compose, ComposeRequest, Engine, Files, Ports } from "../model/ports";
import type { Recon } from "../model/recon";
import type { ScaleReport, ScaleStep } from "../model/scale-report";
import { COPY_STREAM } from "../scaffold/text/copy-stream";
import { readBuildSecrets } from "./build-secrets";
import { buildStack } from "./build-stack";
import { projectOf, type Stack, type StackService } from "./compose-stack";
import type { OnVerifyEvent } from "./events";
import { findStack } from "./find-stack";
import { Measurements } from "./measurements";
import { LOAD, firstServedPath } from "./probe";
import { apartStack } from "./own-volumes";
import { removedAfter, removeRun, type RunRemoval } from "./remove-run";
import type { RunIdentity } from "./run-identity";
import { startStack, type StartedService } from "./run-stack";
import { watchCpu } from "./sample-stats";
import { servicePlaces } from "./service-places";
import { stackOverride } from "./stack-override";
import { unsafeReplicas } from "./unsafe-replicas";
import { sourcePaths, unitRecon } from "./verifying";

interface ScalePorts {
  readonly files: Files;
  readonly engine: Engine;
  readonly compose: Compose;
  readonly clock: Clock;
  readonly http: Http;
  readonly removal: RunRemoval;
  readonly secret: Ports["secret"];
}

const PROXY = "drydock-proxy";
const PROXY_PORT = 8080;

/**
 * Puts a proxy before one and then `replicas` containers of a web service, under the same load, and compares. The proxy
 * is a few lines of Python in the service's own image, so no other image is needed; it balances connections in turn.
 */
export async function scaleStack(
  ports: ScalePorts,
  request: {
    readonly recon: Recon;
    /** The Compose file elsewhere that a plan would complete; null where there is none. */
    readonly ownCompose: string | null;
    readonly run: RunIdentity;
    readonly service: string | null;
    readonly replicas: number;
  },
  onEvent: OnVerifyEvent,
  signal?: AbortSignal,
): Promise<ScaleReport> {
  const { recon, run, replicas } = request;
  const { stack: written, text, config } = await findStack(ports.files, request.ownCompose, ports.compose, signal);
  const { stack } = await apartStack(ports.files, written);
  const service = chosen(stack, request.service);
  const own = unitRecon(recon, service.build, [service.name]);
  const unsafe = unsafeReplicas(own, service, servicePlaces(stack.path, text));
  const connections = LOAD.connections * replicas;
  const steps: ScaleStep[] = [];
  const work = async (): Promise<void> => {
    const { values: secrets } = await readBuildSecrets(ports, stack, config);
    const options = { cold: false, warmRuns: 0, secrets };
    const images = await buildStack(
      ports,
      stack,
      stack.services,
      run,
      sourcePaths(recon),
      options,
      new Measurements(),
      onEvent,
      signal,
    );
    const tags = new Map(images.flatMap(image => image.services.map(name => [name, image.tag] as const)));
    const counts = replicas === 1 ? [1] : [1, replicas];
    for (const count of counts) {
      const compose = composeRequest(ports.files.root, stack, run, tags, service, count);
      onEvent({ kind: "phase", phase: "start", detail: `${count} of ${service.name}` });
      const active = [...stack.services.filter(({ profiles }) => profiles.length === 0), proxyService(service)];
      const started = await startStack(ports, compose, active, run, 180, onEvent, signal);
      onEvent({ kind: "phase", phase: "load", detail: `${count} of ${service.name}` });
      steps.push(await loadProxy(ports, compose, own, { count, connections, started }, signal));
      // The last one is removed with whatever else the run made.
      if (count !== counts.at(-1)) await ports.compose.down({ ...compose, volumes: true }, () => undefined, signal);
    }
  };
  const removed = await removedAfter(work, () => removeRun(ports.removal, run.owner, ports.clock, onEvent));
  const [first] = steps;
  const last = steps.at(-1);
  const growth =
    first && last && first !== last && first.requestsPerSecond > 0
      ? Math.round((100 * last.requestsPerSecond) / first.requestsPerSecond) / 100
      : null;
  return {
    schemaVersion: 1,
    service: service.name,
    connections,
    seconds: LOAD.seconds,
    cpus: (await ports.engine.info(signal)).cpus,
    steps,
    growth,
    unsafe,
    removed,
  };
}

function chosen(stack: Stack, name: string | null): StackService {
  const web = stack.services.filter(({ build, ports }) => build !== null && ports.length > 0);
  const found = name === null ? web[0] : stack.services.find(service => service.name === name);
  if (found?.build && found.ports.length > 0) return found;
  throw new DrydockError(
    "usage",
    name === null ? "There is no web service to scale." : `${name} cannot be scaled behind a proxy.`,
    "A service is needed that is built here and publishes a port.",
    web.length > 0
      ? `Name one of ${web.map(service => service.name).join(", ")}.`
      : "Publish its port in the Compose file.",
  );
}

function composeRequest(
  folder: string,
  stack: Stack,
  run: RunIdentity,
  tags: ReadonlyMap<string, string>,
  service: StackService,
  count: number,
): ComposeRequest {
  const proxy = proxyService(service);
  const image = tags.get(service.name) ?? "";
  const closed = { ...service, ports: [] };
  const services = [...stack.services.map(each => (each === service ? closed : each)), proxy];
  const override = stackOverride(stack, run, new Map([...tags, [PROXY, image]]), services, {
    [service.name]: { deploy: { replicas: count } },
    [PROXY]: {
      entrypoint: ["python3", "-c", PROXY_CODE],
      command: [],
      environment: { TARGET: service.name, TARGET_PORT: String(service.ports[0] ?? 0), PORT: String(PROXY_PORT) },
      networks: [...service.networks],
      healthcheck: {
        test: ["CMD", "python3", "-c", `import socket; socket.create_connection(("127.0.0.1", ${PROXY_PORT}), 2)`],
        interval: "1s",
        retries: 30,
        start_period: "0s",
      },
      depends_on: { [service.name]: { condition: service.hasHealthcheck ? "service_healthy" : "service_started" } },
    },
  });
  return { project: run.project, ...projectOf(stack, folder), override };
}

function proxyService(service: StackService): StackService {
  return {
    ...service,
    name: PROXY,
    build: null,
    ports: [PROXY_PORT],
    profiles: [],
    hasHealthcheck: false,
    isOneShot: false,
    volumes: [],
    ownVolumes: [],
    containerName: null,
  };
}

async function loadProxy(
  { engine, compose, http, clock }: ScalePorts,
  request: ComposeRequest,
  recon: Recon,
  {
    count: replicas,
    connections,
    started,
  }: { readonly count: number; readonly connections: number; readonly started: readonly StartedService[] },
  signal?: AbortSignal,
): Promise<ScaleStep> {
  const published = await compose.port({ ...request, service: PROXY, port: PROXY_PORT });
  const base = `http://127.0.0.1:${published?.port ?? 0}`;
  const path = await firstServedPath({ http, clock }, base, recon, signal);
  if (path === null)
    throw new DrydockError(
      "health-timeout",
      "The service did not answer through the proxy.",
      `Asked at ${base} with ${replicas} of it running.`,
      "Run drydock verify first; it says why a service does not answer.",
    );
  const cpuTaken = watchCpu(engine, started);
  let load: LoadResult;
  let taken: ReadonlyMap<string, number>;
  try {
    load = await http.load(base + path, { connections, seconds: LOAD.seconds, ...(signal ? { signal } : {}) });
  } finally {
    taken = await cpuTaken();
  }
  return {
    replicas,
    requestsPerSecond: load.requestsPerSecond,
    p50Ms: load.p50Ms,
    p95Ms: load.p95Ms,
    errorPercent: load.requests === 0 ? 100 : (100 * load.failures) / load.requests,
    cpu: {
      services: Object.fromEntries([...taken].filter(([name]) => name !== PROXY)),
      proxy: taken.get(PROXY) ?? 0,
      load: load.cpuPercent,
    },
    machinePercent: load.machinePercent,
  };
}

/** Each connection goes to the next address that the service's name resolves to. Standard library only. */
const PROXY_CODE = `
import asyncio, itertools, os, socket
host, port, turn = os.environ["TARGET"], int(os.environ["TARGET_PORT"]), itertools.count()
${COPY_STREAM}
async def serve(reader, writer):
    found = await asyncio.get_running_loop().getaddrinfo(host, port, family=socket.AF_INET, type=socket.SOCK_STREAM)
    addresses = sorted({address[4][0] for address in found})
    try:
        inner, outer = await asyncio.open_connection(addresses[next(turn) % len(addresses)], port)
    except OSError:
        writer.close()
        return
    await asyncio.gather(copy(reader, outer), copy(inner, writer))
async def main():
    async with await asyncio.start_server(serve, "0.0.0.0", int(os.environ["PORT"])) as server:
        await server.serve_forever()
asyncio.run(main())
`;
