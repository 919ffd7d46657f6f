import type { Place } from "./place";
import type { Problem } from "./recon";

export type DecisionValue = string | number | boolean | null | readonly string[];

/** One choice of the plan: `key` is also the key in `.drydock.yaml` and of `--set`. */
export interface Decision {
  readonly key: string;
  /** Unit of a monorepo, null for the whole workspace. */
  readonly unit: string | null;
  readonly value: DecisionValue;
  /** One sentence, with the file that decided it where there is one. */
  readonly reason: string;
  readonly places: readonly Place[];
  readonly alternatives: readonly DecisionValue[];
  /** True where a person set it (`--set` or `.drydock.yaml`). */
  readonly changed: boolean;
}

/** Asked only where evidence conflicts or is missing and a wrong guess would break the result. */
export interface Question {
  readonly key: string;
  readonly unit: string | null;
  readonly text: string;
  readonly default: DecisionValue;
  readonly candidates: readonly DecisionValue[];
  readonly places: readonly Place[];
}

export interface Plan {
  readonly decisions: readonly Decision[];
  readonly questions: readonly Question[];
}

export type FileAction = "create" | "update" | "merge" | "unchanged" | "conflict";

/** What is to become of one file. `text` is the whole new content, `before` what was there when it was planned. */
export interface FileChange {
  readonly path: string;
  readonly unit: string | null;
  readonly action: FileAction;
  readonly before: string | null;
  readonly text: string;
  /** Why it is a merge or a conflict, in one sentence. */
  readonly note: string | null;
  /** Never shown in previews or logs: random values made for this machine. */
  readonly secret: boolean;
}

/** Files that are written on request only; the artefacts of these ids say so themselves. */
export const OPTIONAL_FILES = [
  "bake",
  "devcontainer",
  "github-actions",
  "kubernetes",
  "makefile",
  "pre-commit",
  "swarm",
  "tasks",
] as const;

/** A text to be shown instead of a secret file's content. */
export const MASKED = "•••";

/** Why the lines `start` to `end` (1-based, inclusive) of a generated file are there: the decision's key. */
export interface LineReason {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly key: string;
  readonly unit: string | null;
}

export interface ChangeSet {
  readonly plan: Plan;
  readonly files: readonly FileChange[];
  readonly reasons: readonly LineReason[];
  readonly problems: readonly Problem[];
}
