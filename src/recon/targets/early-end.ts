import type { PythonFile, PythonProject } from "../../python/project";
import { addsNeeded } from "../commands/parser-commands";
import { among, isOwnCode } from "../integrations/own-code";
import type { Placed } from "./reach";

/** Whether nothing before a place in a function, decided by a branch, may end that function or the program. */
export function comesPast({ facts }: PythonFile, { scope, offset }: Placed): boolean {
  const ends = [...facts.checks, ...facts.calls.filter(call => call.conditional && ENDS.test(call.callee))];
  return (
    (facts.definitions[scope]?.leavesAt ?? offset) >= offset &&
    !ends.some(end => end.scope === scope && end.offset < offset)
  );
}

const ENDS = /(?:^|\.)(?:_?exit|quit)$/;

/** Whether something of the project's may end for want of a word on its command line. */
export function asksForWords(project: PythonProject): boolean {
  return project.each(ASKED).length > 0;
}

/** What takes words by a function's parameters or by a help text, and what tells that some are missing. */
const ASKS = /(?:^|\.)(?:docopt|Fire)$|^typer\.run$|(?:parser|^ap|^p|^op)\.error$/i;

const ASKED = among(isOwnCode, (_project, { facts }) => {
  const isAsking =
    facts.calls.some(call => addsNeeded(call) || ASKS.test(call.callee)) ||
    facts.subscripts.some(({ base, key }) => /(?:^|\.)argv$/.test(base) && key.kind === "number");
  return isAsking ? [true] : [];
});
