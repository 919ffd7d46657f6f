import { mainNames } from "../docker/compose/file-names";
import { readCompose } from "../docker/compose/read-compose";
import { DrydockError } from "../model/error";
import type { Compose, Files } from "../model/ports";
import { completedCompose, testComposesOf } from "../settings/completed-compose";
import { NO_SETTINGS, readSettings, SETTINGS_FILE } from "../settings/settings";
import { decodeText } from "../workspace/decode";
import { readStack, readTestedStack, type Stack, type StackService } from "./compose-stack";

interface FoundStack {
  readonly stack: Stack;
  readonly text: string;
  /** What Compose makes of the file, with all profiles if it can, or why it refuses it; null where it was not asked. */
  readonly config: unknown;
}

/** The name that the plan gives to a Compose file where there is none. */
const USUAL = "compose.yaml";

/**
 * The Compose file that Compose itself would take, or that of the tests where nothing of the workspace is started. `own` is
 * the one elsewhere that a plan would complete. `text` is the file's; the stack is what `compose` makes of it (`include`,
 * `extends`, variables), and what is written there without one.
 */
export async function findStack(
  files: Files,
  own: string | null = null,
  compose: Pick<Compose, "config"> | null = null,
  signal?: AbortSignal,
): Promise<FoundStack> {
  const found = await readFirst(files, own, compose, signal);
  if (found?.stack.services.some(({ build }) => build !== null)) return found;
  // What a broken file would start is not known, and what tests run in is not it.
  if (found?.config instanceof DrydockError && isBroken(found, found.config)) throw found.config;
  // A library starts nothing, or only what its tests talk to; what those run in is all there is to build.
  const tests = await readTests(files, found?.stack.path ?? USUAL);
  const tested = tests && readTestedStack(tests.path, tests.text);
  if (tests && tested && (!found || tested.services.length > 0)) {
    return { stack: tested, text: tests.text, config: await askCompose(compose, files, tests.path, signal) };
  }
  if (found) return found;
  throw new DrydockError(
    "compose-failed",
    "There is no Compose file to verify.",
    `Looked for ${mainNames().join(", ")} in the folder.`,
    "Dockerize the folder first, or name the file in .drydock.yaml as the decision compose.file.",
  );
}

/** Whether a refused file has a fault of its own, which no variable or file that is not there here explains. */
function isBroken({ stack, text }: FoundStack, { why }: DrydockError): boolean {
  const isFaulty = /^(?:failed to parse|validating) /m.test(why) || readCompose(text).problems.length > 0;
  return isFaulty || stack.services.length === 0;
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
async function readFirst(
  files: Files,
  own: string | null,
  compose: Pick<Compose, "config"> | null,
  signal: AbortSignal | undefined,
): Promise<FoundStack | null> {
  for (const name of [...(await composeCandidates(files)), ...(own === null ? [] : [own])]) {
    const bytes = await files.read(name);
    if (!bytes) continue;
    const text = decodeText(bytes);
    const written = readStack(name, text);
    const config = await askCompose(compose, files, name, signal);
    if (config === null) return { stack: written, text, config };
    // What is not there for a service of some profile says nothing of what is started without one.
    if (config instanceof DrydockError)
      return { stack: written, text, config: await askCompose(compose, files, name, signal, []) };
    return { stack: besideWritten(written, readStack(name, JSON.stringify(config), files.root)), text, config };
  }
  return null;
}

/** Asked once where it answers: that takes a third of a second, and builds, safety and the start are to rest on the same answer. */
async function askCompose(
  compose: Pick<Compose, "config"> | null,
  files: Files,
  path: string,
  signal: AbortSignal | undefined,
  profiles: readonly string[] = ["*"],
): Promise<unknown> {
  try {
    return compose && (await compose.config([`${files.root}/${path}`], signal, { profiles }));
  } catch (error) {
    if (error instanceof DrydockError && error.code !== "cancelled") return error;
    throw error;
  }
}

/**
 * Compose sorts services by name; a person knows them in the order in which they are written. What another file builds
 * outside of the workspace is left to Compose.
 */
function besideWritten(written: Stack, stack: Stack): Stack {
  const order = new Map(written.services.map(({ name }, index) => [name, index]));
  const place = ({ name }: StackService): number => order.get(name) ?? order.size;
  const services = stack.services
    .toSorted((left, right) => place(left) - place(right))
    .map(service => {
      const isOwn = written.services.some(({ name, build }) => name === service.name && build !== null);
      const isElsewhere = !isOwn && /^(?:\/|[A-Za-z]:|\w+:\/\/|git@)/.test(service.build?.context ?? "");
      return isElsewhere ? { ...service, build: null, isBuiltElsewhere: true } : service;
    });
  return { ...stack, services };
}

/** The names under which a Compose file of the workspace is looked for, in this order. */
export async function composeCandidates(files: Files): Promise<readonly string[]> {
  const bytes = await files.read(SETTINGS_FILE);
  const settings = bytes ? readSettings(decodeText(bytes)).settings : NO_SETTINGS;
  return [...mainNames(), ...completedCompose(settings)];
}
