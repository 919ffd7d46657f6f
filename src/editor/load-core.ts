import * as path from "node:path";
import type { App } from "../app/app";
import type { Log, Ports } from "../model/ports";

/** What `dist/core.js` exports. */
export type CoreModule = typeof import("../app/core-entry");
/** What `dist/engine.js` exports. */
type EngineModule = typeof import("../app/engine-entry");

export type DockerOutlines = Awaited<ReturnType<CoreModule["dockerOutlines"]>>;
export type SharedSettings = ReturnType<CoreModule["readSettings"]>["settings"];

/** The core, loaded from its own bundle when something first needs it: activation loads neither. */
export interface CoreLoader {
  core(): CoreModule;
  app(): App;
  ports(): Ports;
}

export function createCoreLoader(options: {
  folder: string;
  cacheFolder: string;
  log: Log;
  cliPath: () => string;
}): CoreLoader {
  const load = (name: string): unknown => require(path.join(options.folder, name));
  let core: CoreModule | undefined;
  let ports: Ports | undefined;
  let app: App | undefined;
  const loader: CoreLoader = {
    core: () => (core ??= load("core.js") as CoreModule),
    ports: () =>
      (ports ??= loader.core().nodePorts({
        log: options.log,
        workerFile: path.join(options.folder, "worker.js"),
        cacheFolder: options.cacheFolder,
        engine: () => load("engine.js") as EngineModule,
        cliPath: options.cliPath(),
      })),
    app: () => (app ??= loader.core().createApp(loader.ports())),
  };
  return loader;
}
