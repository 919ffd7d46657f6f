import { canSkipFolder, ignoreFileOf, matchIgnore, parseDockerignore } from "../docker/dockerignore";
import type { ContextFile, Files } from "../model/ports";
import { decodeText } from "../workspace/decode";

export interface BuildContext {
  readonly files: readonly ContextFile[];
  readonly bytes: number;
  /** The ignore file that was applied, relative to the analysed folder, or null. */
  readonly ignoreFile: string | null;
}

/** Bytes from which a file is sent piece by piece instead of being read whole. */
const LARGE = 1_000_000;

/**
 * The files of a build context after its ignore file: the daemon does not apply .dockerignore to an uploaded context,
 * the client must, and must keep the Dockerfile in it.
 * Source: https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export async function buildContext(
  files: Files,
  folder: string,
  dockerfile: string,
  signal?: AbortSignal,
): Promise<BuildContext> {
  const prefix = folder === "" ? "" : `${folder}/`;
  const candidates = [`${prefix}${dockerfile}.dockerignore`, `${prefix}.dockerignore`];
  const present = new Set<string>();
  for (const candidate of candidates) if (await files.exists(candidate)) present.add(candidate);
  const ignoreFile = ignoreFileOf(prefix + dockerfile, folder, path => present.has(path));
  const bytes = ignoreFile === null ? null : await files.read(ignoreFile);
  const patterns = parseDockerignore(bytes ? decodeText(bytes) : "");
  const listing = await files.list(path => {
    if (path === "" || folder === path || folder.startsWith(`${path}/`)) return true;
    return path.startsWith(prefix) && !canSkipFolder(patterns, path.slice(prefix.length));
  }, signal);
  const sent = listing.files
    .filter(({ path }) => path.startsWith(prefix))
    .map(file => ({ ...file, inContext: file.path.slice(prefix.length) }))
    .filter(({ inContext }) => inContext === dockerfile || !matchIgnore(patterns, inContext).ignored)
    .sort((left, right) => (left.inContext < right.inContext ? -1 : 1));
  return {
    files: sent.map(({ path, inContext, bytes, executable }) => ({
      path: inContext,
      bytes,
      executable,
      read: async () => (await files.read(path)) ?? new Uint8Array(),
      ...(bytes > LARGE ? { open: () => files.open(path) } : {}),
    })),
    bytes: sent.reduce((sum, file) => sum + file.bytes, 0),
    ignoreFile,
  };
}

/**
 * The same context with one comment line added to one of the application's own Python files, in what is sent only: what
 * a developer's next edit does to the build cache. `mark` makes the line new, so that no earlier run has cached it.
 */
export function withOneLineChanged(
  context: BuildContext,
  sourcePaths: ReadonlySet<string>,
  prefix: string,
  mark: string,
): { readonly context: BuildContext; readonly changed: string } | null {
  const sent = new Map(context.files.map(file => [prefix + file.path, file]));
  const path = [...sourcePaths].find(source => source.endsWith(".py") && sent.has(source));
  const chosen = path === undefined ? undefined : sent.get(path);
  if (!chosen) return null;
  const line = new TextEncoder().encode(`\n# One line more, to measure a rebuild: ${mark}\n`);
  const { open: _whole, ...small } = chosen;
  const changed: ContextFile = {
    ...small,
    bytes: chosen.bytes + line.length,
    read: async () => {
      const before = await chosen.read();
      const after = new Uint8Array(before.length + line.length);
      after.set(before);
      after.set(line, before.length);
      return after;
    },
  };
  return {
    context: {
      ...context,
      files: context.files.map(file => (file === chosen ? changed : file)),
      bytes: context.bytes + line.length,
    },
    changed: chosen.path,
  };
}
