import type { ListingProblem } from "../model/files-port";
import type { Problem } from "../model/recon";
import { sentences } from "../model/sentences";

const WORDS: Readonly<Record<ListingProblem["code"], (path: string, why: string) => string>> = {
  unreadable: (path, why) => sentences(`${path} could not be read: ${why}`, "Everything else was read"),
  "broken-link": (path, why) => sentences(`The link ${path} leads nowhere: ${why}`),
  "too-many-files": (_, why) =>
    sentences(
      `Not all of this folder was read: ${why}`,
      "Open a part of it, or name folders to leave out under recon.exclude in .drydock.yaml",
    ),
};

/** What the listing of a workspace left out, as problems of its recon. */
export function listingProblems(problems: readonly ListingProblem[]): readonly Problem[] {
  return problems.map(({ code, path, message }) => ({
    code,
    message: WORDS[code](path, message),
    place: { path, line: 1, column: 1, text: "", confidence: "high" },
  }));
}
