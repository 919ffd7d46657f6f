import type { ChangeSet, FileChange } from "../model/plan";
import type { Files } from "../model/ports";
import type { Verification } from "../model/verification";
import type { StackService } from "../verify/compose-stack";
import { hasCommand, withLimits, withServiceWorkers } from "../verify/compose-resources";
import { findStack } from "../verify/find-stack";
import { instructionsOf, readBuiltFile } from "../verify/instruction-places";
import { withWorkers } from "../verify/worker-count";
import { decodeText } from "../workspace/decode";

const note = "Limits and server processes by what was measured, with room above it.";

/**
 * The suggested limits and numbers of server processes as a change set: of the Compose file, and of a Dockerfile whose start
 * command names a number.
 */
export async function proposeResources(files: Files, { services }: Verification): Promise<ChangeSet> {
  const { stack, text: before } = await findStack(files);
  const dockerfiles = new Map<string, { readonly before: string; readonly text: string }>();
  let text = withLimits(before, services);
  for (const { name, suggested } of services) {
    const service = stack.services.find(each => each.name === name);
    if (!service || suggested === null || suggested.workers === null) continue;
    const changed = hasCommand(text, name)
      ? null
      : await withBuiltWorkers(files, dockerfiles, service, suggested.workers);
    if (changed) dockerfiles.set(changed.path, changed);
    else text = withServiceWorkers(text, name, suggested.workers);
  }
  return {
    plan: { decisions: [], questions: [] },
    files: [
      changeOf(stack.path, before, text),
      ...[...dockerfiles].map(([path, file]) => changeOf(path, file.before, file.text)),
    ],
    reasons: [],
    problems: [],
  };
}

function changeOf(path: string, before: string, text: string): FileChange {
  return { path, unit: null, action: text === before ? "unchanged" : "merge", before, text, note, secret: false };
}

/** The Dockerfile of a service with another number in its start command; null where that names none. */
async function withBuiltWorkers(
  files: Files,
  changed: ReadonlyMap<string, { readonly before: string; readonly text: string }>,
  { build }: StackService,
  count: number,
): Promise<{ readonly path: string; readonly before: string; readonly text: string } | null> {
  if (!build) return null;
  const path = build.context === "" ? build.dockerfile : `${build.context}/${build.dockerfile}`;
  const bytes = await files.read(path);
  if (!bytes) return null;
  const known = changed.get(path) ?? { before: decodeText(bytes), text: decodeText(bytes) };
  const start = instructionsOf(readBuiltFile(path, known.text, build.target)).findLast(
    ({ kind, span }) =>
      (kind === "CMD" || kind === "ENTRYPOINT") && withWorkers(known.text.slice(span.start, span.end), count) !== null,
  );
  if (!start) return null;
  const { text } = known;
  const command = withWorkers(text.slice(start.span.start, start.span.end), count) ?? "";
  return { path, before: known.before, text: text.slice(0, start.span.start) + command + text.slice(start.span.end) };
}
