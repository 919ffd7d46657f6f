import type { Clock, Compose, ComposeRequest, ContainerDetail, Engine } from "../model/ports";
import { LABELS } from "../model/ports";
import type { StackService } from "./compose-stack";
import type { OnVerifyEvent } from "./events";
import type { RunIdentity } from "./run-identity";
import { sideBySide } from "./side-by-side";

export interface StartedService {
  readonly name: string;
  readonly containerId: string;
  readonly startMs: number;
  readonly detail: ContainerDetail;
}

interface StackPorts {
  readonly engine: Engine;
  readonly compose: Compose;
  readonly clock: Clock;
}

/** How often the state of starting containers is asked, in milliseconds. */
const STATE_INTERVAL = 200;

/** Starts the services and waits until each is healthy, or has ended well where it is a one-shot. */
export async function startStack(
  { engine, compose, clock }: StackPorts,
  request: ComposeRequest,
  services: readonly StackService[],
  run: RunIdentity,
  waitSeconds: number,
  onEvent: OnVerifyEvent,
  signal?: AbortSignal,
): Promise<readonly StartedService[]> {
  const readyAt = new Map<string, number>();
  const watching = new AbortController();
  const watch = (async () => {
    while (!watching.signal.aborted) {
      for (const container of await engine.containers({ labels: [ownerLabel(run)], all: true })) {
        const ready =
          container.health === null
            ? container.state === "running" || container.state === "exited"
            : container.health === "healthy";
        if (ready && !readyAt.has(container.id)) readyAt.set(container.id, clock.now());
      }
      await clock.sleep(STATE_INTERVAL);
    }
  })();
  const began = clock.elapsed();
  try {
    await compose.up(
      { ...request, services: services.map(({ name }) => name), wait: true, waitSeconds, build: false },
      text => onEvent({ kind: "line", text }),
      signal,
    );
  } finally {
    watching.abort();
    await watch;
  }
  const started = await Promise.all(
    (await engine.containers({ labels: [ownerLabel(run)], all: true })).map(async container => {
      const detail = await engine.inspect(container.id);
      const ready = readyAt.get(container.id) ?? clock.now();
      return {
        name: container.service ?? container.name,
        containerId: container.id,
        startMs: Math.max(0, Math.round(ready - (detail.startedAt ?? ready))),
        detail,
      };
    }),
  );
  onEvent({ kind: "started", services: [...new Set(started.map(({ name }) => name))], ms: clock.elapsed() - began });
  return started.sort((left, right) => (left.name < right.name ? -1 : 1));
}

function ownerLabel(run: RunIdentity): string {
  return `${LABELS.owner}=${run.owner}`;
}

/** The last lines that the containers of this run wrote, by service. */
export async function stackLogs(engine: Engine, run: RunIdentity, tail = 200): Promise<ReadonlyMap<string, string>> {
  const containers = await engine.containers({ labels: [ownerLabel(run)], all: true });
  const logs = await sideBySide(containers, async container => {
    const lines: string[] = [];
    await engine.logs(container.id, { follow: false, tail }, chunk => lines.push(chunk.text));
    return [container.service ?? container.name, lines.join("\n")] as const;
  });
  return new Map(logs);
}
