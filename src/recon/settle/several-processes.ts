import type { Evidence } from "../../model/evidence";

type EntryEvidence = Extract<Evidence, { claim: "entry-point" }>;

/** `run.py --part fetch` and `run.py --part check`: a deployment keeps one file running as several processes. */
export function isOneOfSeveral(one: EntryEvidence, all: readonly EntryEvidence[]): boolean {
  return (
    isKept(one) &&
    all.some(
      other =>
        isKept(other) &&
        other.target === one.target &&
        other.source === one.source &&
        other.command.join(" ") !== one.command.join(" "),
    )
  );
}

function isKept({ kind, staysRunning }: EntryEvidence): boolean {
  return kind === "script" && staysRunning === true;
}
