import { removeOwned } from "../engine/cleanup";
import type { LintResult } from "../model/finding";
import type { Engine, Ports } from "../model/ports";
import type { Recon } from "../model/recon";
import type { Verification } from "../model/verification";
import type { Settings } from "../settings/settings";
import type { VerifyEvent } from "../verify/events";
import { dockerName } from "../verify/run-identity";
import { verify } from "../verify/verify";
import type { VerifyOptions } from "./app";
import { readBaseline, writeBaseline } from "./baseline";

const PHASES = ["build cold", "build warm", "test", "start", "load", "check image", "stop"];

/** One verification of a workspace: identity, baseline and progress round `verify`. */
export async function verifyWorkspace(request: {
  readonly ports: Ports;
  readonly engine: Engine;
  readonly root: string;
  readonly name: string;
  readonly settings: Settings;
  readonly recon: Recon;
  readonly lint: LintResult;
  readonly options: VerifyOptions;
}): Promise<Verification> {
  const { ports, engine, name, options } = request;
  const files = ports.files(request.root);
  const suffix = ports.random.text(6).toLowerCase();
  const run = {
    // The process is part of the name, so that a clean-up can tell runs that are still going on.
    owner: `${process.pid}-${suffix}`,
    workspace: name,
    started: new Date(ports.clock.now()).toISOString(),
    project: `drydock-${dockerName(name)}-${suffix}`,
  };
  const onEvent = (event: VerifyEvent): void => {
    options.onEvent?.(event);
    if (event.kind === "phase")
      options.onProgress?.(event.phase, event.detail, PHASES.indexOf(event.phase), PHASES.length);
  };
  const { verification, figures } = await verify(
    {
      files,
      engine,
      compose: await ports.compose(engine),
      clock: ports.clock,
      http: ports.http,
      removeOwned: owner => removeOwned(engine, owner),
    },
    {
      recon: request.recon,
      settings: request.settings,
      run,
      lintErrors: request.lint.findings.filter(({ severity }) => severity === "error").length,
      baseline: await readBaseline(files),
      cold: true,
    },
    onEvent,
    options.signal,
  );
  if (options.baseline === "record") await writeBaseline(files, figures, verification.engine, run.started);
  return verification;
}
