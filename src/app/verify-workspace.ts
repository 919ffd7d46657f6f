import { DrydockError } from "../model/error";
import type { LintResult } from "../model/finding";
import type { Engine, Ports } from "../model/ports";
import type { Recon } from "../model/recon";
import type { Baseline, Verification } from "../model/verification";
import type { Settings } from "../settings/settings";
import type { VerifyEvent } from "../verify/events";
import { inputsOf } from "../verify/inputs";
import { verify } from "../verify/verify";
import type { VerifyOptions } from "./measuring";
import { commitOf } from "./commit-of";
import { addRun, readHistory } from "./history";
import { newRun, removalOf } from "./owned-run";
import { VERSION } from "./version";

const PHASES = ["build cold", "build warm", "check image", "test", "start", "load", "stop"];

/** One verification of a workspace: identity, baseline, progress and history round `verify`. */
export async function verifyWorkspace(request: {
  readonly ports: Ports;
  readonly engine: Engine;
  readonly root: string;
  readonly name: string;
  readonly settings: Settings;
  readonly recon: Recon;
  readonly ownCompose: string | null;
  readonly lint: LintResult;
  readonly options: VerifyOptions;
}): Promise<Verification> {
  const { ports, engine, name, options, recon, root } = request;
  const files = ports.files(root);
  const run = await newRun(ports, engine, name);
  const onEvent = (event: VerifyEvent): void => {
    options.onEvent?.(event);
    if (event.kind === "phase")
      options.onProgress?.(event.phase, event.detail, PHASES.indexOf(event.phase), PHASES.length);
  };
  const { baseline } = await readHistory(ports.state, root);
  if (options.baseline === "compare") needBaseline(baseline);
  const errors = request.lint.findings.filter(({ severity }) => severity === "error");
  const { verification, figures } = await verify(
    {
      files,
      engine,
      compose: await ports.compose(engine),
      clock: ports.clock,
      http: ports.http,
      processes: ports.processes,
      removal: removalOf(engine),
      secret: ports.secret,
    },
    {
      recon,
      settings: request.settings,
      ownCompose: request.ownCompose,
      run,
      version: VERSION,
      commit: await commitOf(ports.files, root),
      lintErrors: errors.map(({ message, path, line, column }) => ({
        what: message,
        place: { path, line, column, text: "", confidence: "high" },
      })),
      baseline,
      isCompared: options.baseline === "compare",
      cold: true,
      runs: options.runs ?? 1,
      outsideTests: options.outsideTests ?? false,
    },
    onEvent,
    options.signal,
  );
  const inputs = await inputsOf(recon, files);
  try {
    await addRun(ports.state, root, { verification, figures, inputs, isBaseline: options.baseline === "record" });
  } catch (error) {
    // A baseline was asked for, so its loss is an error; a history that cannot be kept is no reason to lose the result.
    if (options.baseline === "record" || !(error instanceof DrydockError)) throw error;
    ports.log.warn(`The history was not written: ${error.message} ${error.why}`);
  }
  return verification;
}

function needBaseline(baseline: Baseline | null): void {
  if (baseline) return;
  throw new DrydockError(
    "usage",
    "There is no baseline to compare with.",
    "None was recorded for this folder on this machine.",
    "Run drydock verify --baseline record once.",
  );
}
