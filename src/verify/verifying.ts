import type { Place } from "../model/place";
import type { Http } from "../model/http";
import type { Clock, Compose, Engine, FileEntry, Files, Ports, Processes } from "../model/ports";
import type { Recon } from "../model/recon";
import type { Baseline, Cause } from "../model/verification";
import type { Settings } from "../settings/settings";
import { isForeignFolder } from "../workspace/ignored-folders";
import type { StackBuild } from "./compose-stack";
import type { OnVerifyEvent } from "./events";
import type { ImportProfile } from "./import-time";
import { Measurements } from "./measurements";
import type { RunRemoval } from "./remove-run";
import type { RunIdentity } from "./run-identity";

export interface VerifyPorts {
  readonly files: Files;
  readonly engine: Engine;
  readonly compose: Compose;
  readonly clock: Clock;
  readonly http: Http;
  readonly processes: Processes;
  /** Lists and removes what bears this run's owner label. */
  readonly removal: RunRemoval;
  readonly secret: Ports["secret"];
}

export interface VerifyRequest {
  readonly recon: Recon;
  readonly settings: Settings;
  /** The Compose file elsewhere that a plan would complete; null where there is none. */
  readonly ownCompose: string | null;
  readonly run: RunIdentity;
  readonly version: string;
  readonly commit: string | null;
  /** Lint findings of severity error, for their number and the first one's place. */
  readonly lintErrors: readonly { readonly what: string; readonly place: Place }[];
  readonly baseline: Baseline | null;
  /** Judge every figure without a limit of its own by the baseline. */
  readonly isCompared: boolean;
  /** Build from an empty cache; the figure `build.cold` is only measured then. */
  readonly cold: boolean;
  /** How often rebuild, start, load and stop are measured. */
  readonly runs: number;
  /** Also run the workspace's tests on this machine, outside any container: it executes the workspace's code. */
  readonly outsideTests: boolean;
  readonly waitSeconds?: number;
}

/** One verification under way: what it was given, and what it has found so far. */
export interface Verifying {
  readonly ports: VerifyPorts;
  readonly request: VerifyRequest;
  readonly onEvent: OnVerifyEvent;
  readonly signal: AbortSignal | undefined;
  readonly measured: Measurements;
  readonly causes: Cause[];
  readonly leftOut: { what: string; why: string }[];
  /** Import profile by service. */
  readonly imports: Map<string, ImportProfile>;
}

export function newVerifying(
  ports: VerifyPorts,
  request: VerifyRequest,
  onEvent: OnVerifyEvent,
  signal: AbortSignal | undefined,
): Verifying {
  const leftOut: { what: string; why: string }[] = [];
  return {
    ports,
    request,
    signal,
    measured: new Measurements(),
    causes: [],
    leftOut,
    imports: new Map(),
    onEvent: event => {
      if (event.kind === "left-out") {
        // Repeated rounds leave the same things out.
        if (leftOut.some(({ why }) => why === event.why)) return;
        leftOut.push({ what: event.phase, why: event.why });
      }
      onEvent(event);
    },
  };
}

/** The unit that is built there or bears the name, else the whole workspace. */
export function unitRecon(recon: Recon, build: StackBuild | null, services: readonly string[]): Recon {
  const dockerfile = build === null ? "" : `${build.context === "" ? "" : `${build.context}/`}${build.dockerfile}`;
  const unit =
    recon.units.find(({ path }) => dockerfile.startsWith(`${path}/`)) ??
    recon.units.find(({ name }) => services.includes(name)) ??
    recon.units.find(({ path }) => path === "");
  return unit?.recon ?? recon;
}

/** The workspace's own Python files, of which recon knows from imports and modules; those that are started come first. */
export function sourcePaths(recon: Recon): ReadonlySet<string> {
  const all = [recon, ...recon.units.map(unit => unit.recon)];
  const started = all.flatMap(({ entryPoints }) => entryPoints.filter(({ rank }) => rank === 1));
  return new Set([
    ...started.map(({ place }) => place.path).filter(path => path.endsWith(".py")),
    ...recon.imports.flatMap(({ from, to }) => [from, to]),
    ...recon.modules.map(({ path }) => path),
  ]);
}

/** The workspace's own files as they are now, without what is installed in it and what tools and Python write. */
export async function ownFiles(files: Files): Promise<readonly FileEntry[]> {
  return (await files.list((path, names) => path === "" || !isForeignFolder(path, names))).files;
}
