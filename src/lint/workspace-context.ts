import type { Confidence, Place, Span } from "../model/place";
import type { Recon } from "../model/recon";
import type { ComposeView } from "./compose-context";
import type { DockerfileView } from "./dockerfile-context";
import type { ReportOptions } from "./rule";

/** The files around those that are linted. Paths are relative to the lint root, with `/`. */
export interface WorkspaceFacts {
  /** Every file of the workspace that version control would keep or a build context could hold. */
  readonly paths: ReadonlySet<string>;
  /** Files and folders that are there but not in `paths`, since git ignores them or the settings exclude them. */
  readonly leftOut?: readonly string[];
  /** A file's text, null where it is absent or no text. */
  read(path: string): string | null;
  /** Null until recon has run. */
  readonly recon: Recon | null;
}

/** What a rule across files is given. */
export interface WorkspaceContext extends WorkspaceFacts {
  readonly dockerfiles: readonly DockerfileView[];
  readonly composeFiles: readonly ComposeView[];
  /** Adds a finding in the file at `path`, which is one of the linted files. */
  report(path: string, span: Span, message: string, options?: ReportOptions): void;
  /** The place of `span` in any file, for related information. */
  placeOf(path: string, span: Span, confidence?: Confidence): Place;
}
