import type { ContainerDetail, ContainerSummary, Engine } from "../../../src/model/ports";

/** A container as the port gives it, running and without trouble but for `changes`. */
export function containerDetail(changes: Partial<ContainerDetail> = {}): ContainerDetail {
  return {
    id: "abc",
    name: "shop-web-1",
    image: "shop",
    project: "shop",
    service: "web",
    state: "running",
    health: null,
    ports: [],
    created: 0,
    since: 1000,
    labels: {},
    status: "running",
    exitCode: null,
    outOfMemory: false,
    restarts: 0,
    startedAt: 1000,
    finishedAt: null,
    lastProbe: null,
    raw: {},
    ...changes,
  };
}

/** An engine that has only what a test gives it; any other call fails the test. */
export function fakePort(parts: Partial<Engine>): Engine {
  const base: Partial<Engine> = {
    endpoint: { context: "default", host: "unix:///d.sock", reason: "the default socket" },
    ...parts,
  };
  return new Proxy(base as Engine, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (value === undefined) throw new Error(`the test's engine has no ${String(name)}`);
      return value;
    },
  });
}

/** Calls of an engine that has these containers; its logs say `log`. */
export function withContainers(details: readonly ContainerDetail[], log: readonly string[] = []): Partial<Engine> {
  return {
    containers: () => Promise.resolve(details as readonly ContainerSummary[]),
    inspect: id => {
      const found = details.find(detail => detail.id === id);
      return found === undefined ? Promise.reject(new Error(`no ${id}`)) : Promise.resolve(found);
    },
    logs: (_id, _options, onLine) => {
      for (const text of log) onLine({ stream: "stderr", timestamp: "", text });
      return Promise.resolve();
    },
  };
}
