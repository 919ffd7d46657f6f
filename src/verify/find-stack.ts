import { DrydockError } from "../model/error";
import type { Files } from "../model/ports";
import { decodeText } from "../workspace/decode";
import { COMPOSE_NAMES, readStack, readTestedStack, type Stack } from "./compose-stack";
import { TEST_COMPOSE } from "./run-tests";

/** The Compose file that Compose itself would take. */
export async function findStack(files: Files): Promise<{ readonly stack: Stack; readonly text: string }> {
  for (const name of COMPOSE_NAMES) {
    const bytes = await files.read(name);
    if (bytes) return { stack: readStack(name, decodeText(bytes)), text: decodeText(bytes) };
  }
  // A library starts nothing; what its tests run in is all there is to build.
  const tests = await files.read(TEST_COMPOSE);
  if (tests) return { stack: readTestedStack(TEST_COMPOSE, decodeText(tests)), text: decodeText(tests) };
  throw new DrydockError(
    "compose-failed",
    "There is no Compose file to verify.",
    `Looked for ${COMPOSE_NAMES.join(", ")} in the folder.`,
    "Run drydock scaffold first, or name a folder that has one.",
  );
}
