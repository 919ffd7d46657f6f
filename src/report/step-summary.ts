import type { Verification } from "../model/verification";
import { formatCompared, ownReason, thresholdName, verdictWords } from "./figures";
import { escapeMarkdown } from "../model/escape-markdown";
import { code, markdownTable } from "./markdown";

/** The summary of a job on GitHub Actions: the verdict, what was missed and why, then every figure. */
export function stepSummary(verification: Verification, name: string): string {
  const { thresholds, causes, verdict } = verification;
  const missed = thresholds.filter(threshold => !threshold.held);
  const where = (place: { readonly path: string; readonly line: number } | null): string =>
    place ? ` ${code(`${place.path}:${place.line}`)}` : "";
  return [
    `## ${verdict === "pass" ? "✅" : "❌"} ${escapeMarkdown(name)}: ${verdictWords(verification)}`,
    ...missed.map(threshold => {
      const { key, place } = threshold;
      const { limit, measured } = formatCompared(threshold);
      const because = ownReason(threshold);
      return `- **${escapeMarkdown(thresholdName(key))}**: ${measured}, limit ${limit}.${because === null ? "" : ` ${escapeMarkdown(because)}`}${where(place)}`;
    }),
    ...causes.map(({ what, place }) => `- ${escapeMarkdown(what)}${where(place)}`),
    "",
    "<details><summary>All figures</summary>",
    "",
    markdownTable(
      ["threshold", "limit", "measured", "verdict"],
      thresholds.map(threshold => {
        const { limit, measured } = formatCompared(threshold);
        return [escapeMarkdown(thresholdName(threshold.key)), limit, measured, threshold.held ? "held" : "**missed**"];
      }),
    ),
    "</details>",
    "",
  ].join("\n");
}
