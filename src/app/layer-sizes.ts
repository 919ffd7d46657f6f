import type { BuildStep } from "../model/build-trace";
import type { ImageDetail } from "../model/ports";

/**
 * What each step added to the image, in bytes by the step's digest. Steps of stages that are not part of the image are
 * left out; the base image's layers are one sum on the FROM. The history bears no digests, so instructions are matched
 * from the last one backwards by their text, flags left out.
 */
export function layerSizes(steps: readonly BuildStep[], layers: ImageDetail["layers"]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  const own = steps.flatMap(step => {
    const match = /^\[[^\]]*\d+\/\d+\] (.*)$/s.exec(step.name);
    return match ? [{ digest: step.digest, text: comparable(match[1] ?? "") }] : [];
  });
  let rest = layers.length;
  for (let at = layers.length - 1; at >= 0; at--) {
    const layer = layers[at];
    if (!layer) continue;
    const text = comparable(layer.instruction);
    const step = own.findLast(each => !sizes.has(each.digest) && each.text === text);
    if (!step) continue;
    sizes.set(step.digest, layer.bytes);
    rest = at;
  }
  const base = own.find(({ text }) => text.startsWith("FROM "));
  if (base && sizes.size > 0) {
    sizes.set(
      base.digest,
      layers.slice(0, rest).reduce((sum, layer) => sum + layer.bytes, 0),
    );
  }
  return sizes;
}

/** An instruction without its flags and the blanks that tell nothing. */
function comparable(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^(\w+) (?:--\S+ )+/, "$1 ");
}
