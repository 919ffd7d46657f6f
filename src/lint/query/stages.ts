import type { Stage } from "../../docker/dockerfile/stages";
import type { Instruction, InstructionOf } from "../../docker/dockerfile/types";
import type { DockerfileContext } from "../dockerfile-context";

/** All instructions of one kind, triggers of ONBUILD included. */
export function instructionsOf<Kind extends Instruction["kind"]>(
  context: DockerfileContext,
  ...kinds: readonly Kind[]
): readonly InstructionOf<Kind>[] {
  return context.instructions.filter((instruction): instruction is InstructionOf<Kind> =>
    (kinds as readonly string[]).includes(instruction.kind),
  );
}

/** True where what the stage leaves in its layers reaches an image: the final stage and those it builds on. */
export function isInFinalImage(context: DockerfileContext, stage: Stage | null): boolean {
  if (stage === null) return true;
  for (let current = context.graph.stages.at(-1) ?? null; current !== null; current = current.base) {
    if (current.index === stage.index) return true;
  }
  return false;
}

/** True where another stage builds on this one. */
export function isBase(context: DockerfileContext, stage: Stage): boolean {
  return context.graph.stages.some(other => other.base?.index === stage.index);
}
