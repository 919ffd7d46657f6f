/** One step of a build as BuildKit reports it, merged from its several vertex messages. */
export interface BuildStep {
  readonly digest: string;
  readonly name: string;
  /** Stage name of `[stage 2/5] RUN …`, null for internal steps. */
  readonly stage: string | null;
  readonly cached: boolean;
  /** Milliseconds since the build's first step began; null while not started or not finished. */
  readonly startedMs: number | null;
  readonly completedMs: number | null;
  readonly error: string | null;
}

/** A step that BuildKit ended because another one failed or the build was stopped: nothing is wrong with it. */
export function wasCancelled({ error }: { readonly error: string | null }): boolean {
  return error?.includes("context canceled") === true;
}

/** The step that made a build fail, not one beside it that BuildKit cancelled because of it; null where none failed. */
export function failingStep<Step extends { readonly error: string | null }>(steps: Iterable<Step>): Step | null {
  const failed = [...steps].filter(({ error }) => error !== null);
  return failed.find(step => !wasCancelled(step)) ?? failed[0] ?? null;
}

export interface BuildLogLine {
  readonly digest: string;
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}

/** A warning of BuildKit's own checks, with the line of the Dockerfile. */
export interface BuildWarning {
  readonly message: string;
  readonly detail: string;
  readonly url: string;
  readonly line: number | null;
}

export type BuildEvent =
  | { readonly kind: "upload"; readonly bytes: number; readonly total: number }
  | { readonly kind: "step"; readonly step: BuildStep }
  | { readonly kind: "log"; readonly line: BuildLogLine }
  | { readonly kind: "warning"; readonly warning: BuildWarning }
  /** Something that a person should know of how the build is done, such as that the docker command does it. */
  | { readonly kind: "note"; readonly text: string };

export interface BuildResult {
  readonly imageId: string;
  readonly steps: readonly BuildStep[];
  readonly warnings: readonly BuildWarning[];
  readonly contextBytes: number;
  readonly durationMs: number;
}
