import { DrydockError } from "../model/error";
import type { Compose, ComposeChoice } from "../model/ports";

/** What Compose makes of a file by its absolute path, or why it refuses it. */
export async function composeConfig(
  compose: Pick<Compose, "config">,
  path: string,
  signal?: AbortSignal,
  choice?: ComposeChoice,
): Promise<unknown> {
  try {
    return await compose.config([path], signal, choice);
  } catch (error) {
    if (error instanceof DrydockError && error.code !== "cancelled") return error;
    throw error;
  }
}
