import type { ComposeProject } from "../docker/compose/project";
import type { ComposeDocument } from "../docker/compose/types";
import type { Confidence, Place, Span } from "../model/place";
import type { ReportOptions } from "./rule";

/** One Compose file, read once for all rules. */
export interface ComposeView {
  /** Relative to the lint root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly document: ComposeDocument;
  /** Where the file shows that it is a template; null for most. */
  readonly template: Span | null;
}

/** What a rule for Compose files is given. */
export interface ComposeContext extends ComposeView {
  /** The file with those that Compose merges it with or includes, as far as they are known. */
  readonly project: ComposeProject;
  /** Documents in the same folder that are not part of the project, but may be laid over this one by hand (`-f`). */
  readonly overlays: readonly ComposeDocument[];
  /** Adds a finding at `span`, the smallest word to change. */
  report(span: Span, message: string, options?: ReportOptions): void;
  /** The place of `span` in this file or, with `path`, in another file of the project; for related information. */
  placeOf(span: Span, path?: string, confidence?: Confidence): Place;
}
