import type Docker from "dockerode";
import type { Engine, EngineEndpoint } from "../model/ports";
import type { EngineInfo } from "../model/verification";
import { createBuild } from "./build";
import { createContainerContents } from "./container-contents";
import { createContainers } from "./containers";
import type { EngineDeps } from "./deps";
import { createEvents } from "./events";
import { createExec } from "./exec";
import { createImageFiles } from "./image-files";
import { createImages } from "./images";
import { numberField, textField } from "./json-lines";
import type { Link } from "./link";
import { ask, describe } from "./link";
import { createLogs } from "./logs";
import { createRun } from "./run";
import { createStats } from "./stats";

/** The `Engine` port over a dockerode that is connected already; `createConnect` makes them. */
export function createEngine(deps: EngineDeps, docker: Docker, endpoint: EngineEndpoint): Engine {
  const link: Link = { docker, endpoint, clock: deps.clock, log: deps.log };
  return {
    endpoint,
    async info(signal) {
      const both = (options: { readonly abortSignal: AbortSignal }) =>
        Promise.all([describe(docker).version(options), describe(docker).info(options)]);
      const [version, info] = await ask(link, "describing itself", both, { signal });
      return describeEngine(version, info);
    },
    build: createBuild(link, deps),
    exec: createExec(link),
    run: createRun(link),
    logs: createLogs(link),
    stats: createStats(link),
    events: createEvents(link),
    ...createContainers(link),
    ...createContainerContents(link),
    ...createImages(link),
    imageFiles: createImageFiles(link),
  };
}

/** What the engine's `/version` and `/info` say, in the contract's shape; memory in bytes. */
function describeEngine(version: unknown, info: unknown): EngineInfo {
  return {
    version: textField(version, "Version"),
    os: textField(version, "Os"),
    arch: textField(version, "Arch"),
    cpus: numberField(info, "NCPU"),
    memory: numberField(info, "MemTotal"),
  };
}
