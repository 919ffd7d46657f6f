import type { Recon } from "../model/recon";
import type { ReadReconOptions } from "../recon/read-recon";
import type { Patch } from "./recon-patch";

/** What the worker is asked. */
export interface ReconRequest {
  readonly root: string;
  readonly request: Pick<ReadReconOptions, "name" | "settings" | "unit">;
  /** All files that changed since the last answer; undefined where nobody knows. */
  readonly changed: readonly string[] | undefined;
  /** Where facts are kept from one run to the next, null for nowhere. */
  readonly cacheFolder: string | null;
  /** Version of the answer that the asking side holds, 0 for none. */
  readonly have: number;
}

/** What it answers: the whole, or how the answer that the asking side holds becomes the new one. */
export type ReconAnswer =
  { readonly version: number; readonly recon: Recon } | { readonly version: number; readonly patch: Patch | null };
