import { mainNames } from "../docker/compose/file-names";
import { DrydockError } from "../model/error";
import type { Files } from "../model/ports";
import { NO_SETTINGS, readSettings, SETTINGS_FILE } from "../settings/settings";
import { decodeText } from "../workspace/decode";
import { readStack, readTestedStack, type Stack } from "./compose-stack";
import { TEST_COMPOSE } from "./run-tests";

interface FoundStack {
  readonly stack: Stack;
  readonly text: string;
}

/** The Compose file that Compose itself would take, or that of the tests where nothing of the workspace is started. */
export async function findStack(files: Files): Promise<FoundStack> {
  const found = await readFirst(files);
  if (found?.stack.services.some(({ build }) => build !== null)) return found;
  // A library starts nothing, or only what its tests talk to; what those run in is all there is to build.
  const tests = await files.read(TEST_COMPOSE);
  const tested = tests && readTestedStack(TEST_COMPOSE, decodeText(tests));
  if (tests && tested && (!found || tested.services.length > 0)) return { stack: tested, text: decodeText(tests) };
  if (found) return found;
  throw new DrydockError(
    "compose-failed",
    "There is no Compose file to verify.",
    `Looked for ${mainNames().join(", ")} in the folder.`,
    "Run drydock scaffold first, or name a folder that has one.",
  );
}

/** The file that Compose finds by itself; where there is none, the one elsewhere that the plan chose or completed. */
async function readFirst(files: Files): Promise<FoundStack | null> {
  const settings = await files.read(SETTINGS_FILE);
  const { decisions, merged } = settings ? readSettings(decodeText(settings)).settings : NO_SETTINGS;
  const named = decisions["compose.file"];
  const chosen = [...(typeof named === "string" ? [named] : []), ...Object.keys(merged)].filter(path =>
    /\.ya?ml$/.test(path),
  );
  for (const name of [...mainNames(), ...chosen]) {
    const bytes = await files.read(name);
    if (bytes) return { stack: readStack(name, decodeText(bytes)), text: decodeText(bytes) };
  }
  return null;
}
