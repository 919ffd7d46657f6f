import { cleanPath } from "../../docker/dockerignore";
import { mountsOf } from "../../docker/dockerfile/mounts";
import { parseDockerfile } from "../../docker/dockerfile/parse";
import { isContextCopy } from "../../docker/dockerfile/context-copy";

/** Paths of the build context that a Dockerfile copies or mounts by name; the context as a whole and patterns are none. */
export function copiedSources(text: string): readonly string[] {
  const named = parseDockerfile(text).instructions.flatMap(instruction => [
    ...(isContextCopy(instruction) ? instruction.sources.map(({ value }) => value) : []),
    ...mountsOf(instruction).flatMap(({ type, from, source }) =>
      type === "bind" && from === null && source !== null ? [source] : [],
    ),
  ]);
  const paths = named
    .filter(path => !/[$*?[\]]|^[a-z]+:\/\/|^git@/.test(path))
    .map(path => cleanPath(path).replace(/^\//, ""));
  return [...new Set(paths)].filter(path => path !== "." && path !== "" && !path.startsWith(".."));
}
