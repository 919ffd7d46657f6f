import type { Verification } from "../model/verification";
import { formatFigure, thresholdName, untoldCauses, verdictWords } from "./figures";
import { escapeMarkdown } from "../model/escape-markdown";
import { code, markdownTable } from "./markdown";

/** The summary of a job on GitHub Actions: the verdict, what was missed and why, then every figure. */
export function stepSummary(verification: Verification, name: string): string {
  const { thresholds, verdict } = verification;
  const missed = thresholds.filter(threshold => !threshold.held);
  const where = (place: { readonly path: string; readonly line: number } | null): string =>
    place ? ` ${code(`${place.path}:${place.line}`)}` : "";
  return [
    `## ${verdict === "pass" ? "✅" : "❌"} ${escapeMarkdown(name)}: ${verdictWords(verification)}`,
    ...missed.map(
      ({ key, limit, measured, unit, because, place }) =>
        `- **${escapeMarkdown(thresholdName(key))}**: ${formatFigure(measured, unit)}, limit ${formatFigure(limit, unit)}.${because === null ? "" : ` ${escapeMarkdown(because)}`}${where(place)}`,
    ),
    ...untoldCauses(verification).map(({ what, place }) => `- ${escapeMarkdown(what)}${where(place)}`),
    "",
    "<details><summary>All figures</summary>",
    "",
    markdownTable(
      ["threshold", "limit", "measured", "verdict"],
      thresholds.map(({ key, limit, measured, unit, held: isHeld }) => [
        escapeMarkdown(thresholdName(key)),
        formatFigure(limit, unit),
        formatFigure(measured, unit),
        isHeld ? "held" : "**missed**",
      ]),
    ),
    "</details>",
    "",
  ].join("\n");
}
