import { mainNames } from "../docker/compose/file-names";
import { DrydockError } from "../model/error";
import type { Files } from "../model/ports";
import { completedCompose, testComposesOf } from "../settings/completed-compose";
import { NO_SETTINGS, readSettings, SETTINGS_FILE } from "../settings/settings";
import { decodeText } from "../workspace/decode";
import { readStack, readTestedStack, type Stack } from "./compose-stack";

interface FoundStack {
  readonly stack: Stack;
  readonly text: string;
}

/** The name that the plan gives to a Compose file where there is none. */
const USUAL = "compose.yaml";

/**
 * The Compose file that Compose itself would take, or that of the tests where nothing of the workspace is started. `own` is
 * the one elsewhere that a plan would complete.
 */
export async function findStack(files: Files, own: string | null = null): Promise<FoundStack> {
  const found = await readFirst(files, own);
  if (found?.stack.services.some(({ build }) => build !== null)) return found;
  // A library starts nothing, or only what its tests talk to; what those run in is all there is to build.
  const tests = await readTests(files, found?.stack.path ?? USUAL);
  const tested = tests && readTestedStack(tests.path, tests.text);
  if (tests && tested && (!found || tested.services.length > 0)) return { stack: tested, text: tests.text };
  if (found) return found;
  throw new DrydockError(
    "compose-failed",
    "There is no Compose file to verify.",
    `Looked for ${mainNames().join(", ")} in the folder.`,
    "Dockerize the folder first, or name the file in .drydock.yaml as the decision compose.file.",
  );
}

/** The file that starts what the tests of a Compose file need; null where there is none. */
export async function readTests(
  files: Files,
  main: string,
): Promise<{ readonly path: string; readonly text: string } | null> {
  for (const path of testComposesOf(main)) {
    const bytes = await files.read(path);
    if (bytes) return { path, text: decodeText(bytes) };
  }
  return null;
}

/** The file that Compose finds by itself; where there is none, the one elsewhere that the plan chose, completed or would complete. */
async function readFirst(files: Files, own: string | null): Promise<FoundStack | null> {
  for (const name of [...(await composeCandidates(files)), ...(own === null ? [] : [own])]) {
    const bytes = await files.read(name);
    if (bytes) return { stack: readStack(name, decodeText(bytes)), text: decodeText(bytes) };
  }
  return null;
}

/** The names under which a Compose file of the workspace is looked for, in this order. */
export async function composeCandidates(files: Files): Promise<readonly string[]> {
  const bytes = await files.read(SETTINGS_FILE);
  const settings = bytes ? readSettings(decodeText(bytes)).settings : NO_SETTINGS;
  return [...mainNames(), ...completedCompose(settings)];
}
