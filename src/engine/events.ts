import type { Engine, EngineEvent } from "../model/ports";
import { engineFailure, engineLost } from "./failure";
import { jsonLines, numberField, textField, textMap } from "./json-lines";
import type { Link } from "./link";
import { ANSWER_MS, openStream } from "./link";

/** What happens in the engine, from now until `signal` fires. The end of the stream means that the engine went away. */
export function createEvents(link: Link): Engine["events"] {
  return async (onEvent, signal) => {
    const doing = "listening to its events";
    try {
      const body = await openStream(link, doing, { method: "GET", path: "/events", limitMs: ANSWER_MS }, signal);
      for await (const message of jsonLines(body)) {
        if (signal?.aborted === true) return;
        onEvent(readEvent(message));
      }
    } catch (error) {
      if (signal?.aborted) return;
      throw engineFailure(error, link.endpoint, doing, signal);
    }
    if (signal?.aborted !== true) throw engineLost(doing, link.endpoint);
  };
}

/** An event of the engine's `/events` (Docker Engine API, SystemEvents). */
export function readEvent(message: Readonly<Record<string, unknown>>): EngineEvent {
  const actor = message["Actor"];
  const nanos = numberField(message, "timeNano");
  return {
    type: textField(message, "Type"),
    action: textField(message, "Action") || textField(message, "status"),
    id: textField(actor, "ID") || textField(message, "id"),
    labels: textMap(
      typeof actor === "object" && actor !== null && "Attributes" in actor ? actor.Attributes : undefined,
    ),
    at: nanos > 0 ? Math.floor(nanos / 1e6) : numberField(message, "time") * 1000,
  };
}
