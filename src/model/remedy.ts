import type { TextChange } from "./recon";

/** A change of one file that would mend a failure; it is shown, and made only where a person says so. */
export interface Remedy {
  readonly title: string;
  readonly path: string;
  readonly changes: readonly TextChange[];
}
