import type { Instruction } from "../docker/dockerfile/types";
import type { ChangeSet, FileChange } from "../model/plan";
import type { Files } from "../model/ports";
import type { Verification } from "../model/verification";
import type { StackService } from "../verify/compose-stack";
import { setsWorkers, withLimits, withServiceWorkers } from "../verify/compose-resources";
import { findStack } from "../verify/find-stack";
import { instructionsOf, readBuiltFile } from "../verify/instruction-places";
import { withWorkers, WORKERS_VARIABLE } from "../verify/worker-count";
import { decodeText } from "../workspace/decode";

const note = "Limits and server processes by what was measured, with room above it.";

/**
 * The suggested limits and numbers of server processes as a change set: of the Compose file, and of a Dockerfile that names
 * the number.
 */
export async function proposeResources(files: Files, { services, ownCompose }: Verification): Promise<ChangeSet> {
  const { stack, text: before } = await findStack(files, ownCompose);
  const dockerfiles = new Map<string, { readonly before: string; readonly text: string }>();
  let text = withLimits(before, services);
  for (const { name, suggested } of services) {
    const service = stack.services.find(each => each.name === name);
    if (!service || suggested === null || suggested.workers === null) continue;
    const changed = setsWorkers(text, name)
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

/** The Dockerfile of a service with another number of processes; null where it names none. */
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
  const text = withImageWorkers(known.text, instructionsOf(readBuiltFile(path, known.text, build.target)), count);
  return text === null ? null : { path, before: known.before, text };
}

/** The number stands in the start command, which wins, or in the image's environment; null where it is in neither. */
function withImageWorkers(text: string, instructions: readonly Instruction[], count: number): string | null {
  for (const { kind, span } of [...instructions].reverse()) {
    if (kind !== "CMD" && kind !== "ENTRYPOINT") continue;
    const command = withWorkers(text.slice(span.start, span.end), count);
    if (command !== null) return text.slice(0, span.start) + command + text.slice(span.end);
  }
  const pairs = instructions.flatMap(instruction => (instruction.kind === "ENV" ? instruction.pairs : []));
  const value = pairs.findLast(({ key }) => key.value === WORKERS_VARIABLE)?.value;
  return value ? `${text.slice(0, value.span.start)}${count}${text.slice(value.span.end)}` : null;
}
