import { listContexts, type StoredContext } from "../engine/context-store";
import { resolveEndpoint } from "../engine/endpoint";
import { engineAccess } from "../host/engine-access";
import type { Compose, ComposeChoice, Engine, EngineEndpoint, Ports } from "../model/ports";
import { buildImages, type BuildOrder, type BuiltImage, type ImageBuildEvent } from "./build-images";
import { workspaceName } from "./workspace-name";

export interface Engines {
  engine(options?: { readonly context?: string }, signal?: AbortSignal): Promise<Engine>;
  /** Where the engine would be looked for first: read from files and the environment, nothing is connected. */
  endpoint(options?: { readonly context?: string }): Promise<EngineEndpoint | null>;
  /** The stored Docker contexts, by name; read from files. */
  contexts(): Promise<readonly StoredContext[]>;
  compose(engine: Engine): Promise<Compose>;
  build(
    root: string,
    order: BuildOrder & {
      /** The engine to build with; without one it is found as the docker command finds it. */
      readonly engine?: Engine;
      /** The project's Compose files, absolute: Compose itself reads them, with variables replaced. */
      readonly composeFiles?: readonly string[];
      readonly choice?: ComposeChoice;
    },
    onEvent: (event: ImageBuildEvent) => void,
    signal?: AbortSignal,
  ): Promise<readonly BuiltImage[]>;
}

export function createEngines(ports: Ports): Engines {
  const engines = new Map<string, Promise<Engine>>();
  const connect: Engines["engine"] = (options = {}, signal) => {
    const key = options.context ?? "";
    const known = engines.get(key);
    if (known) return known;
    const connecting = ports.connect(options, signal);
    engines.set(key, connecting);
    connecting.catch(() => engines.delete(key));
    return connecting;
  };
  return {
    engine: connect,

    async endpoint({ context } = {}) {
      const { candidates } = await resolveEndpoint(engineAccess, context);
      return candidates[0]?.endpoint ?? null;
    },

    contexts: () => listContexts(engineAccess),
    compose: engine => ports.compose(engine),

    async build(root, { engine, composeFiles = [], choice, ...order }, onEvent, signal) {
      const used = engine ?? (await connect({}, signal));
      const compose = await ports.compose(used);
      const config = composeFiles.length === 0 ? null : await compose.config(composeFiles, signal, choice);
      const surroundings = { files: ports.files, env: engineAccess.env, config };
      return buildImages(used, root, workspaceName(root), surroundings, order, onEvent, signal);
    },
  };
}
