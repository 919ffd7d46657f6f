import type { ImagePart, ImageReport, VariantReport } from "../model/verification";
import type { BuildEvent } from "../model/build-trace";
import type { ContextFile, Engine, Files } from "../model/ports";
import { decodeText } from "../workspace/decode";
import { buildContext } from "./build-context";
import { imageTag, secretsOf } from "./build-stack";
import type { Stack } from "./compose-stack";
import { instructionsOf, readBuiltFile, type BuiltFile } from "./instruction-places";
import { identityLabels, type RunIdentity } from "./run-identity";

/** What an advice would leave out, with the instruction that brings it. */
interface Proposal {
  readonly part: ImagePart;
  readonly line: number;
}

/** The parts of an image whose advice can be proved: their files are known, and the line that brings them. */
export function proposals(image: ImageReport): readonly Proposal[] {
  const found: Proposal[] = [];
  for (const layer of image.parts)
    for (const part of layer.parts) if (part.remove && layer.place) found.push({ part, line: layer.place.line });
  return found;
}

/**
 * Builds an image with and without one part of it and compares, which proves what the advice about that part would save.
 * Both images are built from the same files, bear no name, and are removed afterwards. They are not started: whether the
 * code works without the part is for the tests to say. Null where no rule can change the instruction that brings the part.
 */
export async function measureVariant(
  ports: { readonly files: Files; readonly engine: Engine },
  stack: Stack,
  secrets: Readonly<Record<string, string>>,
  image: ImageReport,
  name: string,
  run: RunIdentity,
  onEvent: (event: BuildEvent) => void,
  signal?: AbortSignal,
): Promise<VariantReport | null> {
  const proposal = proposals(image).find(({ part }) => part.name === name);
  const service = stack.services.find(each => each.build && imageTag(run.workspace, each) === image.tag);
  const build = service?.build;
  if (!proposal?.part.remove || !build) return null;
  const prefix = build.context === "" ? "" : `${build.context}/`;
  const context = await buildContext(ports.files, build.context, build.dockerfile, signal);
  const text = decodeText((await ports.files.read(prefix + build.dockerfile)) ?? new Uint8Array());
  const without = withoutFiles(
    readBuiltFile(prefix + build.dockerfile, text, build.target),
    proposal.line,
    proposal.part.remove,
  );
  if (without === null) return null;
  const bytesOf = async (dockerfile: string): Promise<number> => {
    const result = await ports.engine.build(
      {
        dockerfile: build.dockerfile,
        args: build.args,
        labels: identityLabels(run),
        files: context.files.map(file => (file.path === build.dockerfile ? replaced(file, dockerfile) : file)),
        tags: [],
        secrets: secretsOf(build, secrets),
        ...(build.target === null ? {} : { target: build.target }),
      },
      onEvent,
      signal,
    );
    const detail = await ports.engine.image(result.imageId);
    await ports.engine.removeImage(result.imageId);
    return detail?.bytes ?? 0;
  };
  const beforeBytes = await bytesOf(text);
  const afterBytes = await bytesOf(without);
  return { service: image.service, part: name, beforeBytes, afterBytes, savedBytes: beforeBytes - afterBytes };
}

/**
 * The Dockerfile with the files gone before they become part of the image: in the RUN that makes them, or at the end of
 * the stage that they are copied from. Null where the instruction is of another kind.
 */
export function withoutFiles(built: BuiltFile, line: number, remove: NonNullable<ImagePart["remove"]>): string | null {
  const instruction = instructionsOf(built).find(each => built.placeOf(each).line === line);
  if (!instruction) return null;
  const { text } = built.file;
  if (instruction.kind === "RUN") {
    if (instruction.json || instruction.heredocs.length > 0) return null;
    const { end } = instruction.span;
    return `${text.slice(0, end).trimEnd()} && ${removal(remove)}${text.slice(end)}`;
  }
  if (instruction.kind !== "COPY") return null;
  const from = instruction.flags.find(flag => flag.name === "from")?.value?.toLowerCase();
  const stage = built.graph.stages.find(each => each.name === from || String(each.index) === from);
  const last = stage?.instructions.at(-1);
  const source = instruction.sources.length === 1 ? instruction.sources[0]?.value : undefined;
  const destination = instruction.destination?.value.replace(/\/$/, "");
  if (!last || source === undefined || destination === undefined || !isAbsolute(source, destination)) return null;
  const inside = remove.paths.map(path =>
    path.startsWith(`${destination}/`) ? source.replace(/\/$/, "") + path.slice(destination.length) : null,
  );
  if (inside.includes(null)) return null;
  const paths = inside.filter(path => path !== null);
  const { end } = last.fullSpan;
  return `${text.slice(0, end).trimEnd()}\nUSER 0\nRUN ${removal({ ...remove, paths })}\n${text.slice(end)}`;
}

function isAbsolute(...paths: readonly string[]): boolean {
  return paths.every(path => path.startsWith("/") && !/[$*?[]/.test(path));
}

/** `-xdev` keeps out of cache mounts, which belong to the person and not to the image. */
function removal({ paths, only }: NonNullable<ImagePart["remove"]>): string {
  const quoted = paths.map(path => `'${path.replaceAll("'", String.raw`'\''`)}'`).join(" ");
  return only === "tests"
    ? `find ${quoted} -xdev -type d \\( -name tests -o -name test \\) -prune -exec rm -rf {} +`
    : `find ${quoted} -xdev -type f -delete`;
}

function replaced({ open: _whole, ...file }: ContextFile, text: string): ContextFile {
  const bytes = new TextEncoder().encode(text);
  return { ...file, bytes: bytes.length, read: () => Promise.resolve(bytes) };
}
