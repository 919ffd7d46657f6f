import type { Clock, Engine } from "../model/ports";
import type { Recon } from "../model/recon";
import type { Cause } from "../model/verification";
import { causeOf, tail } from "./causes";
import type { OnVerifyEvent } from "./events";
import { identityLabels, type RunIdentity } from "./run-identity";

/**
 * A command-line tool has no server to ask: its image is proved by `--help`, which imports the program and must exit 0.
 * Answers the cause where it does not, null where it does or there is no such entry point.
 */
export async function runCommandLine(
  { engine, clock }: { readonly engine: Engine; readonly clock: Clock },
  image: string,
  recon: Recon,
  run: RunIdentity,
  onEvent: OnVerifyEvent,
  signal?: AbortSignal,
): Promise<Cause | null> {
  const entry = recon.entryPoints.find(({ kind }) => kind === "cli");
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
  const result = await engine.run(
    image,
    [...command.slice(1), "--help"],
    { labels: identityLabels(run), entrypoint: command.slice(0, 1), network: "none" },
    signal,
  );
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
