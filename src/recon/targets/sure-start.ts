import type { PythonFile, PythonProject } from "../../python/project";
import { asksForWords, comesPast } from "./early-end";
import { needsWords } from "./needed-words";
import { isBy, type Placed, surelyAwaitedFrom } from "./reach";

/**
 * Whether the function that a console script calls gets to a place whatever it is told: by no branch, past nothing that ends
 * it, and for want of no word on its command line.
 */
export function isSurelyStartedBy(
  project: PythonProject,
  program: PythonFile,
  attribute: string,
  file: PythonFile,
  at: Placed,
): boolean {
  if (asksForWords(project)) return false;
  return surelyAwaitedFrom(project, file, at, comesPast).some(
    reach =>
      "definition" in reach &&
      isBy(reach, program, attribute) &&
      !(reach.by === "command" && needsWords(reach.definition)),
  );
}
