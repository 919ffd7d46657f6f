import type { Decider } from "../decider";
import type { ExistingService } from "../layout/existing-compose";
import type { ServiceUse } from "./rival-databases";
import type { Subject } from "./subject";

/** A backing service of the stack before anything about it is decided. */
export interface ServiceQuestion {
  /** The one of the analysed folder: services are shared. */
  readonly decider: Decider;
  readonly name: string;
  readonly use: ServiceUse;
  /** The units that it is for. */
  readonly owners: readonly Subject[];
  /** The person's own, which it completes. */
  readonly existing: ExistingService | null;
  /** One of several of its kind, of which each unit has its own. */
  readonly isSeparate: boolean;
}
