import type { ContainerSummary, EngineEvent } from "../../model/ports";
import { exitWords } from "./container-words";

/** How often a container must end badly, within which time, to be called a crash loop. */
const loopDeaths = 3;
const loopMs = 120_000;
const keptDeaths = 50;

interface Death {
  readonly at: number;
  readonly exitCode: number;
}

interface Life {
  readonly deaths: Death[];
  readonly kills: number[];
  /** A stop or kill that a person or Compose asked for is no crash; the kernel's own kill for want of memory is none. */
  wasAsked: boolean;
}

export interface CrashLoop {
  readonly times: number;
  readonly seconds: number;
}

/** What the engine's events tell of containers over time; the list of containers only knows the present. */
export class ContainerLives {
  readonly #lives = new Map<string, Life>();

  /** Takes one event of a container; gives the line that a log should show for it, null for none. */
  take(event: EngineEvent, name: string): string | null {
    if (event.type !== "container") return null;
    const life = this.#lives.get(event.id) ?? { deaths: [], kills: [], wasAsked: false };
    this.#lives.set(event.id, life);
    switch (event.action) {
      case "kill":
        life.wasAsked = true;
        return null;
      case "stop":
        // It comes last, and alone where the container was just waiting for its next attempt.
        life.deaths.length = 0;
        return null;
      case "oom":
        life.kills.push(event.at);
        return `${name} was killed: it used more memory than its limit`;
      case "die": {
        const exitCode = Number(event.labels["exitCode"] ?? 0);
        if (!life.wasAsked) life.deaths.push({ at: event.at, exitCode });
        if (life.deaths.length > keptDeaths) life.deaths.shift();
        return `${name} stopped, exit code ${exitCode}${explained(exitCode)}`;
      }
      case "start": {
        life.wasAsked = false;
        return life.deaths.length > 0 ? `${name} restarted, attempt ${life.deaths.length + 1}` : `${name} started`;
      }
      case "destroy":
        this.#lives.delete(event.id);
        return `${name} was removed`;
      case "rename":
        return `${name} is now the container ${event.labels["name"] ?? ""}`;
      case "pause":
        return `${name} paused`;
      case "unpause":
        return `${name} resumed`;
      default:
        return null;
    }
  }

  /** Times at which it was killed for want of memory, in milliseconds since the epoch. */
  killsOf(id: string): readonly number[] {
    return this.#lives.get(id)?.kills ?? [];
  }

  /** Null for a container that is well, or that ended badly once or twice. */
  loopOf(id: string, now: number): CrashLoop | null {
    const recent = (this.#lives.get(id)?.deaths ?? []).filter(
      ({ at, exitCode }) => exitCode !== 0 && now - at <= loopMs,
    );
    const first = recent[0];
    if (recent.length < loopDeaths || !first) return null;
    return { times: recent.length, seconds: Math.max(1, Math.round((now - first.at) / 1000)) };
  }
}

function explained(exitCode: number): string {
  const words = exitWords(exitCode);
  return words === "" ? "" : ` (${words})`;
}

/** What changed while an engine was away: "2 containers stopped, 1 container restarted"; "" where nothing did. */
export function changesWhileAway(
  before: readonly ContainerSummary[],
  now: readonly ContainerSummary[],
  isRestarted: (id: string) => boolean,
): string {
  const stateOf = (id: string): ContainerSummary["state"] | undefined => now.find(each => each.id === id)?.state;
  const running = before.filter(({ state }) => state === "running");
  const stopped = running.filter(({ id }) => stateOf(id) !== "running").length;
  const restarted = running.filter(({ id }) => stateOf(id) === "running" && isRestarted(id)).length;
  const containers = (count: number): string => `${count} ${count === 1 ? "container" : "containers"}`;
  return [
    stopped > 0 ? `${containers(stopped)} stopped` : "",
    restarted > 0 ? `${containers(restarted)} restarted` : "",
  ]
    .filter(Boolean)
    .join(", ");
}
