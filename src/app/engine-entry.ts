// Everything that talks to an engine or a started service, in a bundle of its own: it is loaded on first use.
import { createCompose as composeOf } from "../engine/compose";
import { createConnect } from "../engine/connect";
import { releaseStaleLock } from "../host/compose-lock";
import { engineAccess } from "../host/engine-access";
import { nodeHttp } from "../host/node-http";
import { systemClock } from "../host/system";
import type { Http } from "../model/http";
import type { Compose, ConnectEngine, Engine, Log, Ports, Processes } from "../model/ports";

export interface EngineModule {
  createConnectEngine(deps: { readonly processes: Processes; readonly log: Log }, cliPath?: string): ConnectEngine;
  createCompose(engine: Engine, ports: Pick<Ports, "processes">, cliPath?: string): Compose;
  readonly http: Http;
}

export function createConnectEngine(
  { processes, log }: { readonly processes: Processes; readonly log: Log },
  cliPath?: string,
): ConnectEngine {
  const command = cliPath ? { command: cliPath } : {};
  return createConnect({ ...engineAccess, ...command, processes, clock: systemClock, log });
}

export function createCompose(engine: Engine, { processes }: Pick<Ports, "processes">, cliPath?: string): Compose {
  const command = cliPath ? { command: cliPath } : {};
  return composeOf({ ...command, processes, env: engineAccess.env, releaseStaleLock }, engine);
}

export const http: Http = nodeHttp;
