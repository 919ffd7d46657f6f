import type { Engine } from "../model/ports";
import { LABELS } from "../model/ports";
import type { RunIdentity } from "./run-identity";

/** The label of the images that a verification leaves to the person under the stack's own names. */
export const keptImageLabels = (run: RunIdentity): Readonly<Record<string, string>> => ({
  [LABELS.workspace]: run.workspace,
});

/**
 * Looks which image of an earlier verification bears `tag`; the answer removes it once another one has taken the name,
 * since nobody can call it by a name any more and every run would leave one. What a person built themselves stays, and so
 * does an image that still has another name or a container.
 */
export async function supersededImage(engine: Engine, tag: string, run: RunIdentity): Promise<() => Promise<void>> {
  const labels = Object.entries(keptImageLabels(run)).map(([name, value]) => `${name}=${value}`);
  const earlier = (await engine.images(labels)).find(({ tags }) => tags.includes(tag));
  if (!earlier || earlier.tags.length > 1) return () => Promise.resolve();
  return async () => {
    const now = (await engine.images(labels)).find(({ id }) => id === earlier.id);
    // The engine itself refuses where a container was made from it.
    if (now?.tags.length === 0) await engine.removeImage(earlier.id).catch(() => undefined);
  };
}
