import type { Finding } from "../model/finding";
import type { Place } from "../model/place";
import type { Verification } from "../model/verification";
import { formatCompared, ownReason, thresholdName } from "./figures";

const COMMANDS = { error: "error", warning: "warning", info: "notice", hint: "notice" } as const;

/** One GitHub Actions annotation. Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function toAnnotation(finding: Finding): string {
  const { line, column, endLine, endColumn } = finding;
  const region = `line=${line},endLine=${endLine}${line === endLine ? `,col=${column},endColumn=${endColumn}` : ""}`;
  return `::${COMMANDS[finding.severity]} file=${property(finding.path)},${region},title=${property(`${finding.code} ${finding.rule}`)}::${escapeData(finding.message)}`;
}

/** An annotation for each missed threshold and each failure at its line, and its log in a group that folds. */
export function verificationCommands({ thresholds, causes }: Verification): readonly string[] {
  return [
    ...thresholds
      .filter(({ held }) => !held)
      .map(threshold => {
        const { key, place } = threshold;
        const { limit, measured } = formatCompared(threshold);
        const because = ownReason(threshold);
        const words = `${measured}, limit ${limit}.`;
        return annotation(`${thresholdName(key)} was missed`, because === null ? words : `${words} ${because}`, place);
      }),
    ...causes.flatMap(({ what, log, place }) => [
      annotation("Verification failed", what, place),
      ...(log === ""
        ? []
        : [
            `::group::${escapeData(what)}`,
            ...log.split(/\r\n|\r|\n/).map(line => `| ${withoutCommands(line)}`),
            "::endgroup::",
          ]),
    ]),
  ];
}

/**
 * Text of which the runner takes no line for a command: it looks for `::` where a line begins, also behind white space and
 * behind a lone carriage return, and for `##[` anywhere. Commands that stop it from looking would not do, as it reads
 * standard output and standard error side by side. Source: ActionCommand.cs of https://github.com/actions/runner
 */
export function withoutCommands(text: string): string {
  return text.replace(/(^|[\r\n])((?:[^\S\r\n]|\u0085)*):(?=:)/g, "$1$2: ").replaceAll("##[", "## [");
}

function annotation(title: string, message: string, place: Place | null): string {
  const where = place ? `file=${property(place.path)},line=${place.line},` : "";
  return `::error ${where}title=${property(title)}::${escapeData(message)}`;
}

function property(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
