import type { Engine, Ports } from "../model/ports";
import type { VariantReport, Verification } from "../model/verification";
import type { OnVerifyEvent } from "../verify/events";
import { readBuildSecrets } from "../verify/build-secrets";
import { findStack } from "../verify/find-stack";
import { removedAfter, removeRun } from "../verify/remove-run";
import { measureVariant, proposals } from "../verify/variant";
import { newRun, removalOf } from "./owned-run";

/**
 * Proves what the advice about images would save, by building each image without the part; all of what was advised, or one
 * part by its name. What is built is removed again, also where it fails or is stopped.
 */
export async function measureVariants(
  ports: Ports,
  engine: Engine,
  root: string,
  name: string,
  verification: Verification,
  options: { readonly part?: string; readonly onEvent?: OnVerifyEvent; readonly signal?: AbortSignal },
): Promise<readonly VariantReport[]> {
  const files = ports.files(root);
  const compose = await ports.compose(engine);
  const { stack, config } = await findStack(files, verification.ownCompose, compose, options.signal);
  const secrets = await readBuildSecrets(ports, stack, config);
  const run = await newRun(ports, engine, name);
  const onEvent = options.onEvent ?? ((): void => undefined);
  const measured: VariantReport[] = [];
  const work = async (): Promise<void> => {
    for (const image of verification.images) {
      const names = new Set(proposals(image).map(({ part }) => part.name));
      for (const part of names) {
        if (options.part !== undefined && part !== options.part) continue;
        onEvent({ kind: "phase", phase: "build warm", detail: `${image.service} without ${part}` });
        const forward = (event: Parameters<Parameters<Engine["build"]>[1]>[0]): void =>
          onEvent({ kind: "build", service: image.service, event });
        const variant = await measureVariant(
          { files, engine },
          stack,
          secrets.values,
          image,
          part,
          run,
          forward,
          options.signal,
        );
        if (variant) measured.push(variant);
      }
    }
  };
  await removedAfter(work, () => removeRun(removalOf(engine), run.owner, ports.clock, () => undefined));
  return measured;
}
