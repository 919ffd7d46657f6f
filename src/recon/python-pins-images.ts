import type { FoundVersion } from "./python-pin-values";

/** Versions of the Python images that a Dockerfile builds on; defaults of ARG are put in. */
export function imagePins(text: string, source: string): readonly FoundVersion[] {
  const found: FoundVersion[] = [];
  const defaults = new Map<string, { readonly value: string; readonly offset: number }>();
  let offset = 0;
  for (const line of text.split("\n")) {
    const start = offset;
    offset += line.length + 1;
    const argument = /^\s*ARG\s+([A-Za-z_]\w*)=["']?([^\s"']*)/i.exec(line);
    if (argument) defaults.set(argument[1] ?? "", { value: argument[2] ?? "", offset: start });
    const from = /^\s*FROM\s+(?:--\S+\s+)*(\S+)/i.exec(line);
    if (!from) continue;
    const image = substitute(from[1] ?? "", defaults);
    const version = versionOfImage(image);
    if (version !== null) found.push({ version, source, offset: start });
  }
  return found;
}

function substitute(text: string, defaults: ReadonlyMap<string, { readonly value: string }>): string {
  return text.replace(
    /\$(?:\{([A-Za-z_]\w*)(?::?-([^}]*))?\}|([A-Za-z_]\w*))/g,
    (_whole, braced: string | undefined, fallback: string | undefined, bare: string | undefined) =>
      defaults.get(braced ?? bare ?? "")?.value ?? fallback ?? "",
  );
}

/**
 * The Python version of an image: `python:3.11-slim`, `…/devcontainers/python:1-3.11`, `uv:python3.12-bookworm`,
 * `tiangolo/uvicorn-gunicorn-fastapi:python3.9`, `lambda/python:3.12`; null where the reference names none.
 */
export function versionOfImage(image: string): string | null {
  const bare = image.split("@", 1)[0] ?? "";
  const slash = bare.lastIndexOf("/");
  const colon = bare.indexOf(":", slash + 1);
  if (colon < 0) return null;
  const repository = bare.slice(0, colon);
  const tag = bare.slice(colon + 1);
  const named = /(?:^|[-_.])py(?:thon)?[-_]?(\d)\.?(\d+)(?:\.(\d+))?(?:$|[-_.])/.exec(tag);
  if (named) return [named[1], named[2], named[3]].filter(part => part !== undefined).join(".");
  if (!/(?:^|[/-])python3?$/.test(repository)) return null;
  return /^(?:\d+-)?([23](?:\.\d+){0,2})(?:$|[-_.a-z])/.exec(tag)?.[1] ?? null;
}
