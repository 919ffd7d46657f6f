import { failingStep, type BuildEvent, type BuildResult, type BuildStep } from "../model/build-trace";
import { DrydockError } from "../model/error";
import type { Engine } from "../model/ports";
import { stepInstruction, type BuiltFile } from "./instruction-places";

/**
 * Builds an image from a Dockerfile that was read. A failure leads to the instruction at which the build ended.
 * @throws DrydockError what the engine's build throws
 */
export async function buildImage(
  engine: Engine,
  request: Parameters<Engine["build"]>[0],
  file: BuiltFile,
  onEvent: (event: BuildEvent) => void,
  signal?: AbortSignal,
): Promise<BuildResult> {
  const steps = new Map<string, BuildStep>();
  const watch = (event: BuildEvent): void => {
    if (event.kind === "step") steps.set(event.step.digest, event.step);
    onEvent(event);
  };
  try {
    return await engine.build(request, watch, signal);
  } catch (error) {
    const failed = failingStep(steps.values());
    const instruction = failed ? stepInstruction(file, failed.name) : null;
    throw error instanceof DrydockError && instruction ? error.at(file.placeOf(instruction)) : error;
  }
}
