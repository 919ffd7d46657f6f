import { isContextCopy } from "../../docker/dockerfile/context-copy";
import { mountsOf } from "../../docker/dockerfile/mounts";
import { chainOf, findStage, stageReferences, type Stage, type StageGraph } from "../../docker/dockerfile/stages";
import { cleanPath } from "../../docker/dockerignore";
import type { Instruction } from "../../docker/dockerfile/types";

/** Commands of RUN that bring files which no COPY names. */
const FETCHES = /\b(?:git\s+clone|svn|wget|curl|unzip|tar)\b/;

/**
 * Paths of the build context that the last stage can hold, by what it and the stages that it takes from copy or mount; null
 * where that cannot be told: the context as a whole, patterns, variables, downloads.
 */
export function heldSources(graph: StageGraph): readonly string[] | null {
  if (graph.final === null) return null;
  const reached = new Set<Stage>(chainOf(graph.final));
  const named: string[] = [];
  for (const stage of reached) {
    for (const instruction of stage.instructions) {
      for (const reference of stageReferences(instruction)) {
        const other = findStage(graph, reference, stage);
        for (const each of other === null ? [] : chainOf(other)) reached.add(each);
      }
      const sources = sourcesOf(instruction);
      if (sources === null) return null;
      named.push(...sources);
    }
  }
  const paths = named.map(path => cleanPath(path).replace(/^\//, ""));
  return paths.some(path => path === "." || path === "" || path.startsWith("..")) ? null : [...new Set(paths)];
}

function sourcesOf(instruction: Instruction): readonly string[] | null {
  if (instruction.kind === "RUN" && FETCHES.test(instruction.body.text)) return null;
  const mounted = mountsOf(instruction).flatMap(({ type, from, source }) =>
    type === "bind" && from === null ? [source ?? "."] : [],
  );
  const copied = isContextCopy(instruction) ? instruction.sources.map(({ value }) => value) : [];
  const all = [...mounted, ...copied];
  return all.some(path => /[$*?[\]]|^[a-z]+:\/\/|^git@/.test(path)) ? null : all;
}
