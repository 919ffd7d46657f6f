import type { EntryEvidence } from "../../model/evidence";

/**
 * `run.py --part fetch` and `run.py --part check`: one file of a deployment keeps a program running as several
 * processes. In files of several environments (`prod`, `staging`) they are the same one.
 */
export function isOneOfSeveral(one: EntryEvidence, all: readonly EntryEvidence[]): boolean {
  return (
    isKept(one) &&
    all.some(
      other =>
        isKept(other) &&
        other.target === one.target &&
        other.place.path === one.place.path &&
        other.source === one.source &&
        other.command.join(" ") !== one.command.join(" "),
    )
  );
}

function isKept({ kind, staysRunning }: EntryEvidence): boolean {
  return kind === "script" && staysRunning === true;
}
