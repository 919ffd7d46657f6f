import { l10n } from "vscode";
import type { ContainerSummary, EngineEvent } from "../../model/ports";
import { plural } from "../figures";
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
  /** When it started or ended last, by its event or as its status first said. */
  since: number | null;
  /** A stop or kill that a person or Compose asked for is no crash; the kernel's own kill for want of memory is none. */
  wasAsked: boolean;
}

function newLife(): Life {
  return { deaths: [], kills: [], since: null, wasAsked: false };
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
    const life = this.#lives.get(event.id) ?? newLife();
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
        return l10n.t("{name} was killed: it used more memory than its limit", { name });
      case "die": {
        life.since = event.at;
        const exitCode = Number(event.labels["exitCode"] ?? 0);
        if (!life.wasAsked) life.deaths.push({ at: event.at, exitCode });
        if (life.deaths.length > keptDeaths) life.deaths.shift();
        const meaning = exitWords(exitCode);
        return meaning === ""
          ? l10n.t("{name} stopped, exit code {exitCode}", { name, exitCode })
          : l10n.t("{name} stopped, exit code {exitCode} ({meaning})", { name, exitCode, meaning });
      }
      case "start": {
        life.wasAsked = false;
        life.since = event.at;
        return life.deaths.length > 0
          ? l10n.t("{name} restarted, attempt {count}", { name, count: life.deaths.length + 1 })
          : l10n.t("{name} started", { name });
      }
      case "destroy":
        this.#lives.delete(event.id);
        return l10n.t("{name} was removed", { name });
      case "rename":
        return l10n.t("{name} is now the container {container}", { name, container: event.labels["name"] ?? "" });
      case "pause":
        return l10n.t("{name} paused", { name });
      case "unpause":
        return l10n.t("{name} resumed", { name });
      default:
        return null;
    }
  }

  /** The container with the time of its last event, or with what its status said first, as a status gets coarser. */
  withSince(container: ContainerSummary): ContainerSummary {
    const life = this.#lives.get(container.id) ?? newLife();
    this.#lives.set(container.id, life);
    life.since ??= container.since;
    return { ...container, since: life.since };
  }

  /** Forgets times: events were missed, so that statuses know more. */
  forgetTimes(): void {
    for (const life of this.#lives.values()) life.since = null;
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
  return [
    stopped > 0 ? plural(stopped, l10n.t("{count} container stopped"), l10n.t("{count} containers stopped")) : "",
    restarted > 0
      ? plural(restarted, l10n.t("{count} container restarted"), l10n.t("{count} containers restarted"))
      : "",
  ]
    .filter(Boolean)
    .join(", ");
}
