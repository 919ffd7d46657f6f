import { cleanPath } from "../../docker/dockerignore";
import { mountsOf } from "../../docker/dockerfile/mounts";
import { parseDockerfile } from "../../docker/dockerfile/parse";
import type { CopyInstruction, Instruction } from "../../docker/dockerfile/types";

/** Paths of the build context that a Dockerfile copies or mounts by name; the context as a whole and patterns are none. */
export function copiedSources(text: string): readonly string[] {
  const named = parseDockerfile(text).instructions.flatMap(instruction => [
    ...(isCopy(instruction) ? instruction.sources.map(({ value }) => value) : []),
    ...mountsOf(instruction).flatMap(({ type, from, source }) =>
      type === "bind" && from === null && source !== null ? [source] : [],
    ),
  ]);
  const paths = named
    .filter(path => !/[$*?[\]]|^[a-z]+:\/\/|^git@/.test(path))
    .map(path => cleanPath(path).replace(/^\//, ""));
  return [...new Set(paths)].filter(path => path !== "." && path !== "" && !path.startsWith(".."));
}

function isCopy(instruction: Instruction): instruction is CopyInstruction {
  const { kind, flags } = instruction;
  return (kind === "COPY" || kind === "ADD") && !flags.some(({ name }) => name === "from");
}
