import { l10n } from "vscode";
import type { ContainerSummary, EngineEvent } from "../../model/ports";
import { plural } from "../figures";
import { exitWords } from "./container-words";

/** How often a container must end badly to be called a crash loop, and how soon after one end the next one. */
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
  /** Restarts before the first event, and when the first of them can have been. */
  before: { readonly times: number; readonly first: number } | null;
}

function newLife(): Life {
  return { deaths: [], kills: [], since: null, wasAsked: false, before: null };
}

export interface CrashLoop {
  readonly times: number;
  /** How long it goes on, in milliseconds. */
  readonly ms: number;
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
        life.before = null;
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
      case "rename": {
        const { name: container = "", oldName = "" } = event.labels;
        // Compose makes what takes a container's place as `0123456789ab_shop-web-1`, and names it once the other is gone.
        return oldName.endsWith(`_${container}`)
          ? null
          : l10n.t("{name} is now the container {container}", { name, container });
      }
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

  /**
   * Null for a container that is well, or that ended badly once or twice. An engine waits ever longer before it starts one
   * again, a minute in the end, so a loop goes on as long as one death follows the other.
   */
  loopOf(id: string, now: number): CrashLoop | null {
    const life = this.#lives.get(id);
    let first = now;
    let times = 0;
    for (const { at, exitCode } of life?.deaths.toReversed() ?? []) {
      if (exitCode === 0 || first - at > loopMs) break;
      first = at;
      times++;
    }
    if (times === 0) return null;
    const before = life?.before;
    if (before) return { times: times + before.times, ms: Math.max(1000, now - before.first) };
    return times < loopDeaths ? null : { times, ms: Math.max(1000, now - first) };
  }

  /**
   * What happened before anybody listened: a container that was found between two of its deaths. Its number of restarts never
   * falls, so that they are of one loop only where they follow each other as closely as deaths of a loop do.
   */
  found(id: string, restarts: number, created: number, now: number): void {
    const life = this.#lives.get(id) ?? newLife();
    this.#lives.set(id, life);
    if (restarts < loopDeaths || life.before !== null || now - created > restarts * loopMs) return;
    life.before = { times: restarts - 1, first: created };
    if (life.deaths.length === 0) life.deaths.push({ at: now, exitCode: 1 });
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
