import type { BuildEvent, BuildStep } from "../model/build-trace";
import { textField } from "./json-lines";

/** Steps of an engine without BuildKit's trace: the classic builder, and Podman's answer to Docker's API. */
export interface ClassicTrace {
  readonly accept: (message: Readonly<Record<string, unknown>>) => readonly BuildEvent[];
  readonly steps: () => readonly BuildStep[];
}

/**
 * Reads the text of `stream` messages: `Step 2/5 : RUN make` (Podman: `STEP 2/5: RUN make`) begins a step, ` ---> Using
 * cache` says that it was cached, the rest is its log. Times are by `elapsed`, because the messages bear none.
 */
export function createClassicTrace(mask: (text: string) => string, elapsed: () => number): ClassicTrace {
  const steps: BuildStep[] = [];
  const state: { start: number | null } = { start: null };

  const replaceLast = (change: Partial<BuildStep>): BuildEvent[] => {
    const last = steps.pop();
    if (last === undefined) return [];
    const step = { ...last, ...change };
    steps.push(step);
    return [{ kind: "step", step }];
  };

  return {
    accept(message) {
      const events: BuildEvent[] = [];
      for (const raw of mask(textField(message, "stream")).split("\n")) {
        const line = raw.replace(/\r$/, "");
        if (line.trim() === "") continue;
        state.start ??= elapsed();
        const now = elapsed() - state.start;
        const begun = /^step (\d{1,6})\/(\d{1,6}) ?: (.*)$/i.exec(line);
        if (begun !== null) {
          events.push(...replaceLast({ completedMs: now }));
          const name = `[${begun[1] ?? ""}/${begun[2] ?? ""}] ${begun[3] ?? ""}`;
          const digest = `step-${steps.length}`;
          const step = {
            digest,
            name,
            stage: "stage-0",
            cached: false,
            startedMs: now,
            completedMs: null,
            error: null,
          };
          steps.push(step);
          events.push({ kind: "step", step });
        } else if (/^ ?-*> Using cache/i.test(line)) {
          events.push(...replaceLast({ cached: true }));
        } else {
          const digest = steps.at(-1)?.digest;
          if (digest !== undefined) events.push({ kind: "log", line: { digest, stream: "stdout", text: line } });
        }
      }
      const words = textField(message, "error");
      if (words !== "") events.push(...replaceLast({ error: mask(words) }));
      return events;
    },
    steps() {
      // The end of the stream is the only sign that the last step ended.
      const last = steps.at(-1);
      if (last?.completedMs === null && state.start !== null) replaceLast({ completedMs: elapsed() - state.start });
      return [...steps];
    },
  };
}
