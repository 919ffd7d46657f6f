import { DrydockError } from "../model/error";
import type { Compose, ComposeChoice } from "../model/ports";

/** What Compose makes of a file by its absolute path; null where it refuses, which the start will then tell in its words. */
export async function composeConfig(
  compose: Pick<Compose, "config">,
  path: string,
  signal?: AbortSignal,
  choice?: ComposeChoice,
): Promise<unknown> {
  try {
    return await compose.config([path], signal, choice);
  } catch (error) {
    if (error instanceof DrydockError && error.code !== "cancelled") return null;
    throw error;
  }
}
