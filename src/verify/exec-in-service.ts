import { DrydockError } from "../model/error";
import type { Clock, Engine, ExecResult } from "../model/ports";
import { withinTime } from "./within-time";

export interface ExecPorts {
  readonly engine: Pick<Engine, "exec">;
  readonly clock: Clock;
}

/** How long a program may take to answer a question about itself. */
export const EXEC_MS = 60_000;

/**
 * Runs a command in a container that was running a moment ago. One that has ended since, or is between two of its starts,
 * refuses it: "ended" then, since the engine does what it should and the service's state tells the rest. A command that
 * does not come to its end is left alone after a while; it ends with its container.
 */
export async function execWhileRunning(
  { engine, clock }: ExecPorts,
  container: string,
  command: readonly string[],
  signal?: AbortSignal,
): Promise<ExecResult | "ended" | "late"> {
  try {
    return await withinTime(clock, EXEC_MS, stop => engine.exec(container, command, stop), signal);
  } catch (error) {
    if (error instanceof DrydockError && error.code === "engine-refused") return "ended";
    throw error;
  }
}
