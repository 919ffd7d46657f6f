import { LABELS } from "../model/ports";

/** What marks everything that one run makes in an engine. */
export interface RunIdentity {
  readonly owner: string;
  readonly workspace: string;
  /** ISO 8601. */
  readonly started: string;
  /** Compose project name of this run. */
  readonly project: string;
}

export function identityLabels(run: Omit<RunIdentity, "project">): Readonly<Record<string, string>> {
  return { [LABELS.owner]: run.owner, [LABELS.workspace]: run.workspace, [LABELS.started]: run.started };
}

/** A name as Compose and image references take it: lower case, digits, `-` and `_`. */
export function dockerName(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "-")
    .replace(/^[-_]+|[-_]+$/g, "");
  return name === "" ? "workspace" : name;
}
