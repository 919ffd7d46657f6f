import { DrydockError } from "../model/error";
import type { Files } from "../model/ports";
import { decodeText } from "../workspace/decode";
import { COMPOSE_NAMES, readStack, type Stack } from "./compose-stack";

/** The Compose file that Compose itself would take. */
export async function findStack(files: Files): Promise<{ readonly stack: Stack; readonly text: string }> {
  for (const name of COMPOSE_NAMES) {
    const bytes = await files.read(name);
    if (bytes) return { stack: readStack(name, decodeText(bytes)), text: decodeText(bytes) };
  }
  throw new DrydockError(
    "compose-failed",
    "There is no Compose file to verify.",
    `Looked for ${COMPOSE_NAMES.join(", ")} in the folder.`,
    "Run drydock scaffold first, or name a folder that has one.",
  );
}
