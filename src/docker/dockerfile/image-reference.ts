/** An image reference in its parts (distribution/reference). */
export interface ImageReference {
  /** As written. */
  readonly text: string;
  /** Host with port, null where none is written (Docker Hub). */
  readonly registry: string | null;
  /** The name without registry, tag and digest: `library/python` is written `python`. */
  readonly repository: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

/** Splits an image reference; never fails. `isValidReference` tells whether its form is right. */
export function parseImageReference(text: string): ImageReference {
  const at = findOutsideBraces(text, "@", 0);
  const digest = at === -1 ? null : text.slice(at + 1);
  let rest = at === -1 ? text : text.slice(0, at);
  const lastSlash = findLastOutsideBraces(rest, "/");
  const colon = findLastOutsideBraces(rest, ":");
  const tag = colon > lastSlash ? rest.slice(colon + 1) : null;
  if (tag !== null) rest = rest.slice(0, colon);
  const slash = findOutsideBraces(rest, "/", 0);
  const first = slash === -1 ? "" : rest.slice(0, slash);
  const hasRegistry = first === "localhost" || /[.:]/.test(first) || (first !== "" && first !== first.toLowerCase());
  return {
    text,
    registry: hasRegistry ? first : null,
    repository: hasRegistry ? rest.slice(slash + 1) : rest,
    tag,
    digest,
  };
}

/** The first `character` that is no part of `${…}`, -1 without. */
function findOutsideBraces(text: string, character: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "$" && text[at + 1] === "{") depth++;
    else if (text[at] === "}" && depth > 0) depth--;
    else if (text[at] === character && depth === 0) return at;
  }
  return -1;
}

function findLastOutsideBraces(text: string, character: string): number {
  let last = -1;
  for (let at = findOutsideBraces(text, character, 0); at !== -1; at = findOutsideBraces(text, character, at + 1))
    last = at;
  return last;
}

const HOST =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*(?::[0-9]+)?$/;
const COMPONENT = /^[a-z0-9]+$/;
const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

/** True where Docker accepts the form of the reference. It must hold no variables. */
export function isValidReference(reference: ImageReference): boolean {
  const { registry, repository, tag, digest } = reference;
  // What is no host's name, as one with an underscore, may still be the first part of a path, and the engine asks for it.
  if (registry !== null && !HOST.test(registry) && !isValidComponent(registry)) return false;
  if (tag !== null && !TAG.test(tag)) return false;
  if (digest !== null && !DIGEST.test(digest)) return false;
  return repository !== "" && repository.split("/").every(isValidComponent);
}

/** Lower-case letters and digits, separated by one dot, one or two underscores, or dashes. */
function isValidComponent(component: string): boolean {
  const parts = component.split(/\.|__|_|-+/);
  return parts.every(part => COMPONENT.test(part));
}

/** The last part of the repository: `python` for `docker.io/library/python`. */
export function shortName(reference: ImageReference): string {
  return reference.repository.slice(reference.repository.lastIndexOf("/") + 1);
}
