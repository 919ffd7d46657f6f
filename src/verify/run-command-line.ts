import { DrydockError } from "../model/error";
import type { Clock, Engine } from "../model/ports";
import type { Recon } from "../model/recon";
import type { Cause } from "../model/verification";
import type { BuiltImage } from "./build-stack";
import { causeOf, tail } from "./causes";
import type { OnVerifyEvent } from "./events";
import { identityLabels, type RunIdentity } from "./run-identity";
import { unitRecon } from "./verifying";

/**
 * A command-line tool has no server to ask: its image is proved by `--help`, which imports the program and must exit 0.
 * Answers the cause where it does not, null where it does or there is no such entry point.
 */
export async function runCommandLine(
  { engine, clock }: { readonly engine: Engine; readonly clock: Clock },
  image: Pick<BuiltImage, "tag" | "build" | "services">,
  recon: Recon,
  run: RunIdentity,
  onEvent: OnVerifyEvent,
  signal?: AbortSignal,
): Promise<Cause | null> {
  // Of several units' programs an image has those of its own.
  const entry = unitRecon(recon, image.build, image.services).entryPoints.find(({ kind }) => kind === "cli");
  if (!entry) {
    onEvent({
      kind: "left-out",
      phase: "load",
      why: "no service runs by itself and no command-line entry point was found",
    });
    return null;
  }
  const [program = entry.name] = entry.command;
  const command = /^python[\d.]*$/.test(program) ? entry.command : [program];
  onEvent({ kind: "phase", phase: "start", detail: `${command.join(" ")} --help` });
  const began = clock.elapsed();
  const options = { labels: identityLabels(run), entrypoint: command.slice(0, 1), network: "none" };
  let result: Awaited<ReturnType<Engine["run"]>>;
  try {
    result = await engine.run(image.tag, [...command.slice(1), "--help"], options, signal);
  } catch (error) {
    // An image without the program is a finding about the image, as it is where a service begins with it.
    const cause =
      error instanceof DrydockError && error.code === "engine-refused" ? causeOf(entry.name, error.why) : null;
    if (cause) return cause;
    throw error;
  }
  onEvent({ kind: "ran", command: [...command, "--help"], exit: result.exit, ms: clock.elapsed() - began });
  if (result.exit === 0) return null;
  const output = `${result.stdout}\n${result.stderr}`;
  return (
    causeOf(entry.name, output) ?? {
      what: `${command.join(" ")} --help ended with exit code ${result.exit}.`,
      log: tail(output),
      place: null,
    }
  );
}
