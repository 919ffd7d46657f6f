import { DrydockError } from "../model/error";
import type { Engine } from "../model/ports";

/**
 * Runs a command in a container that was running a moment ago. One that has ended since, or is between two of its starts,
 * refuses it: null then, since the engine does what it should and the service's state tells the rest.
 */
export async function execWhileRunning(
  engine: Pick<Engine, "exec">,
  container: string,
  command: readonly string[],
  signal?: AbortSignal,
): Promise<Awaited<ReturnType<Engine["exec"]>> | null> {
  try {
    return await engine.exec(container, command, signal);
  } catch (error) {
    if (error instanceof DrydockError && error.code === "engine-refused") return null;
    throw error;
  }
}
