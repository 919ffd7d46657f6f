import { engineAccess } from "../host/engine-access";
import { blockingNodeFiles, nodeFiles } from "../host/node-files";
import { stateFolder } from "../host/state-folder";
import { nodeProcesses } from "../host/node-processes";
import { systemClock, systemRandom } from "../host/system";
import { workerThreads } from "../host/worker-threads";
import type { Log, Ports } from "../model/ports";
import type { EngineModule } from "./engine-entry";

export interface NodePortsOptions {
  readonly log: Log;
  /** The worker bundle; without one recon runs in this thread. */
  readonly workerFile?: string;
  /** Loads the engine's bundle when an engine is first needed. */
  readonly engine: () => EngineModule | Promise<EngineModule>;
  /** Where facts may be kept from one run to the next. */
  readonly cacheFolder?: string;
  /** The docker command, for Compose. */
  readonly cliPath?: string;
}

/** The ports over this machine. Nothing is started or connected until a port is used. */
export function nodePorts(options: NodePortsOptions): Ports {
  const { log } = options;
  return {
    // Without a worker the whole process does one thing at a time, and nobody waits for this thread.
    files: options.workerFile === undefined ? blockingNodeFiles : nodeFiles,
    state: nodeFiles(stateFolder(engineAccess.env, engineAccess.platform, engineAccess.homedir)),
    processes: nodeProcesses,
    clock: systemClock,
    random: systemRandom,
    log,
    workers: options.workerFile === undefined ? null : workerThreads(options.workerFile),
    cacheFolder: options.cacheFolder ?? null,
    connect: async (request, signal) => {
      const { createConnectEngine } = await options.engine();
      return createConnectEngine({ processes: nodeProcesses, log }, options.cliPath)(request, signal);
    },
    compose: async engine =>
      (await options.engine()).createCompose(engine, { processes: nodeProcesses }, options.cliPath),
    secret: source =>
      "file" in source
        ? engineAccess.readText(source.file)
        : Promise.resolve(engineAccess.env[source.variable] ?? null),
    http: {
      get: async (url, request) => (await options.engine()).http.get(url, request),
      load: async (url, request) => (await options.engine()).http.load(url, request),
    },
  };
}
