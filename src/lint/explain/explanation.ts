import type { Place, Span } from "../../model/place";

/** What a line means in this project: shown on hover, each fact with the place that proves it. */
export interface Explanation {
  readonly span: Span;
  /** Sentences; names of the person's own files in backticks. */
  readonly sentences: readonly string[];
  readonly places: readonly Place[];
}

/** How many files and bytes one COPY or ADD takes from the build context. */
export interface CopiedFiles {
  /** The instruction's end, where a hint goes. */
  readonly end: number;
  readonly span: Span;
  readonly files: number;
  readonly bytes: number;
  /** The bytes in words. */
  readonly size: string;
}

/** What is known of the files' sizes, and how a size is written. */
export interface Sizes {
  /** In bytes; undefined for a file that is not known. */
  of(path: string): number | undefined;
  format(bytes: number): string;
}
