import { expandWord, globalScope, PLATFORM_ARGUMENTS } from "../../docker/dockerfile/expand";
import { parseImageReference, shortName } from "../../docker/dockerfile/image-reference";
import type { ImageReference } from "../../docker/dockerfile/image-reference";
import type { Stage } from "../../docker/dockerfile/stages";
import type { FromInstruction } from "../../docker/dockerfile/types";
import type { DockerfileView } from "../dockerfile-context";

/** The image at the root of a stage, with the defaults of its variables; null where one has none. */
export interface RootImage {
  readonly reference: ImageReference;
  readonly from: FromInstruction;
}

const ROOTS = new WeakMap<Stage, RootImage | null>();

export function rootOf(view: DockerfileView, stage: Stage): RootImage | null {
  const open: Stage[] = [];
  let current = stage;
  let root = ROOTS.get(current);
  while (root === undefined) {
    open.push(current);
    if (current.base === null) root = readRoot(view, current);
    else {
      current = current.base;
      root = ROOTS.get(current);
    }
  }
  for (const each of open) ROOTS.set(each, root);
  return root;
}

/** The image of a stage that builds on no other. */
function readRoot(view: DockerfileView, current: Stage): RootImage | null {
  const image = current.from?.image;
  if (image == null || current.from === null) return null;
  if (image.variables.length === 0) return { reference: parseImageReference(image.value), from: current.from };
  const scope = new Map<string, string | null>();
  for (const name of PLATFORM_ARGUMENTS) scope.set(name, null);
  for (const [name, value] of globalScope(view.graph, view.file.escape)) scope.set(name, value);
  const text = expandWord(image, scope, view.file.escape);
  return text === null || text === "" ? null : { reference: parseImageReference(text), from: current.from };
}

/** What a tag says of Python: `3.13` (every patch of it) or `3.13.2`; null for other images and tags without a minor version. */
export function pythonOf(
  reference: ImageReference,
): { readonly minor: string; readonly patch: string | null; readonly rest: string } | null {
  const name = shortName(reference);
  const official = reference.repository === "python" || reference.repository === "library/python";
  const isUv = reference.registry === "ghcr.io" && reference.repository === "astral-sh/uv";
  if (!official && !isUv) return null;
  const tag = reference.tag ?? "";
  const match = isUv
    ? /^python(3)\.(\d{1,2})(?:\.(\d{1,3}))?(-.*)?$/.exec(tag)
    : /^(3)\.(\d{1,2})(?:\.(\d{1,3}))?(-.*)?$/.exec(tag);
  if (match?.[1] === undefined || match[2] === undefined || name === "") return null;
  const minor = `${match[1]}.${match[2]}`;
  return { minor, patch: match[3] === undefined ? null : `${minor}.${match[3]}`, rest: match[4] ?? "" };
}

/** True for official images that hold a system or Python, and no program, folder or start script of an application. */
export function isPlainBase({ registry, repository }: ImageReference): boolean {
  return (
    (registry === null || registry === "docker.io") &&
    /^(?:library\/)?(?:python|debian|ubuntu|alpine)$/.test(repository)
  );
}

/** True for images that hold little more than Python: no curl, no wget, no compiler. */
export function isSlim(reference: ImageReference): boolean {
  const name = shortName(reference);
  const tag = reference.tag ?? "";
  return name === "python" && /(?:^|-)slim(?:-|$)/.test(tag);
}

export function isAlpine(reference: ImageReference): boolean {
  return shortName(reference) === "alpine" || /(?:^|-)alpine/.test(reference.tag ?? "");
}
