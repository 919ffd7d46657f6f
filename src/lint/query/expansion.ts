import { allReferences, expandWord, scopeAt } from "../../docker/dockerfile/expand";
import type { Instruction, Word } from "../../docker/dockerfile/types";
import type { DockerfileContext } from "../dockerfile-context";
import { inheritedVariables } from "./base-variables";
import { rootImage } from "./images";

/**
 * A word of an instruction with its variables replaced by their values in the file; null where one has no known value, or may be
 * set by the base image. A variable that is set nowhere is empty.
 */
export function expandKnown(context: DockerfileContext, instruction: Instruction, word: Word): string | null {
  const { escape } = context.file;
  const stage = context.stageOf(instruction);
  if (stage === null || instruction.onbuild) return word.variables.length === 0 ? word.value : null;
  const scope = scopeAt(context.graph, stage, instruction.index, escape);
  const inherited = stage.from === null ? null : inheritedVariables(rootImage(stage));
  for (const reference of allReferences(word.variables)) {
    if (scope.has(reference.name)) continue;
    if (inherited === null || inherited.has(reference.name) || reference.name === "PATH") return null;
  }
  return expandWord(word, scope, escape);
}
