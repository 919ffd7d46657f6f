import type { Span } from "../model/place";
import type { Dockerfile, Instruction } from "../docker/dockerfile/types";
import type { Stage, StageGraph } from "../docker/dockerfile/stages";
import type { ShellCommand, ShellScript } from "../docker/shell/types";
import type { HadolintConfiguration } from "./hadolint-configuration";
import type { ReportOptions } from "./rule";

/** A RUN instruction (also the trigger of an ONBUILD) with its commands. Empty for the exec form of a program that is no shell. */
export interface RunStep {
  readonly instruction: Instruction;
  readonly stage: Stage | null;
  readonly script: ShellScript;
  readonly commands: readonly ShellCommand[];
}

/** One Dockerfile, read once for all rules. */
export interface DockerfileView {
  /** Relative to the lint root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly file: Dockerfile;
  /** Where the file shows that it is a template; null for most. */
  readonly template: Span | null;
  /** Stages with what they inherit. */
  readonly graph: StageGraph;
  /** All instructions, with the triggers of ONBUILD after their ONBUILD. */
  readonly instructions: readonly Instruction[];
  /** All RUN steps in order. */
  readonly runs: readonly RunStep[];
  /** The stage that an instruction stands in; null before the first FROM. */
  stageOf(instruction: Instruction): Stage | null;
}

/** What a rule for Dockerfiles is given. */
export interface DockerfileContext extends DockerfileView {
  readonly hadolint: HadolintConfiguration;
  /** Adds a finding at `span`, the smallest word to change. */
  report(span: Span, message: string, options?: ReportOptions): void;
}
