import { expandWord, globalScope, PLATFORM_ARGUMENTS } from "../../docker/dockerfile/expand";
import { parseImageReference } from "../../docker/dockerfile/image-reference";
import type { ImageReference } from "../../docker/dockerfile/image-reference";
import type { Stage } from "../../docker/dockerfile/stages";
import type { FromInstruction } from "../../docker/dockerfile/types";
import type { DockerfileContext, DockerfileView } from "../dockerfile-context";

/** A FROM that names an image, not an earlier stage. */
export interface ImageUse {
  readonly stage: Stage;
  readonly from: FromInstruction;
  readonly reference: ImageReference;
}

/** Every FROM that names an image. Variables in it stay as written. */
export function imageUses(view: DockerfileView): readonly ImageUse[] {
  const uses: ImageUse[] = [];
  for (const stage of view.graph.stages) {
    const { from } = stage;
    const image = from?.image ?? null;
    if (from === null || image === null || stage.base !== null) continue;
    uses.push({ stage, from, reference: parseImageReference(image.value) });
  }
  return uses;
}

/** The image that a stage finally builds on; null for one without FROM. */
export function rootImage(stage: Stage): ImageReference | null {
  let current = stage;
  while (current.base !== null) current = current.base;
  const image = current.from?.image ?? null;
  return image === null ? null : parseImageReference(image.value);
}

/** True for an image of Windows, which knows no root and no case; only its files are written with its escape character. */
export function isWindows({ file }: DockerfileView, image: ImageReference | null): boolean {
  const name = `${image?.repository ?? ""}:${image?.tag ?? ""}`;
  return file.escape === "`" || /^windows(?:\/|:)|^dotnet\/framework\/|windowsservercore|nanoserver/.test(name);
}

/**
 * The reference that a plain build uses: with the defaults of the arguments before the first FROM, as far as they are known. Variables
 * without a default stay as written.
 */
export function defaultReference(context: DockerfileContext, use: ImageUse): ImageReference {
  const { image } = use.from;
  if (image === null || image.variables.length === 0) return use.reference;
  const { escape } = context.file;
  const scope = new Map<string, string | null>();
  for (const name of PLATFORM_ARGUMENTS) scope.set(name, null);
  for (const [name, value] of globalScope(context.graph, escape)) scope.set(name, value ?? "");
  const expanded = expandWord(image, scope, escape);
  return expanded === null || expanded === "" || expanded.startsWith("/")
    ? use.reference
    : parseImageReference(expanded);
}

/** An image from which `COPY --from` or a mount takes files, and where its name ends. */
export interface CopiedImage {
  readonly name: string;
  readonly end: number;
}

/** Every image that is written out behind `COPY --from=` or in a mount's `from=`; stages are named without a tag. */
export function copiedImages(view: DockerfileView): readonly CopiedImage[] {
  return view.instructions.flatMap(({ flags }) =>
    flags.flatMap(({ name, value, valueSpan }) => {
      const field = name === "from" ? value : name === "mount" ? /(?:^|,)from=([^,]*)/i.exec(value ?? "")?.[1] : null;
      if (!field?.includes(":") || value === null || valueSpan === null) return [];
      if (valueSpan.end !== valueSpan.start + value.length) return [];
      const before = name === "from" ? 0 : value.indexOf(`from=${field}`) + "from=".length;
      return [{ name: field, end: valueSpan.start + before + field.length }];
    }),
  );
}
