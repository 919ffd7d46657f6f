import type { Instruction } from "../../docker/dockerfile/types";
import type { DockerfileContext } from "../dockerfile-context";
import { removeInstruction, safeFix } from "./fixing";
import { isThrownAway } from "./stages";

/** Reports each instruction of a kind but the last of its stage: only the last one counts. */
export function reportOverridden(context: DockerfileContext, kind: "CMD" | "ENTRYPOINT" | "HEALTHCHECK"): void {
  for (const stage of context.graph.stages) {
    const found: Instruction[] = stage.instructions.filter(instruction => instruction.kind === kind);
    for (const instruction of found.slice(0, -1)) {
      context.report(instruction.keywordSpan, `A later \`${kind}\` in this stage replaces this one. Remove it.`, {
        tags: ["unnecessary"],
        ...(isThrownAway(context, stage) ? { severity: "hint" as const } : {}),
        fixes: [safeFix(`Remove This ${kind}`, removeInstruction(context, instruction))],
      });
    }
  }
}
