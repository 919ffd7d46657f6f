import type { Finding, LintResult } from "../model/finding";

/** What SARIF and the page addresses need of a rule. */
export interface RuleSummary {
  readonly id: string;
  readonly code: string;
  readonly what: string;
  readonly why: string;
  readonly todo: string;
}

const LEVELS = { error: "error", warning: "warning", info: "note", hint: "note" } as const;

/** Lint findings as SARIF 2.1.0. Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
export function toSarif(result: LintResult, rules: readonly RuleSummary[], version: string): unknown {
  const used = rules.filter(rule => result.findings.some(finding => finding.code === rule.code));
  const shellChecks = [...new Set(result.findings.map(({ code }) => code))].filter(code => /^SC\d+$/.test(code));
  const codes = [...used.map(({ code }) => code), ...shellChecks];
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Drydock",
            semanticVersion: version,
            rules: [...used.map(ruleDescriptor), ...shellChecks.map(shellCheckDescriptor)],
          },
        },
        columnKind: "utf16CodeUnits",
        results: result.findings.map(finding => sarifResult(finding, codes)),
      },
    ],
  };
}

function ruleDescriptor({ id, code, what, why, todo }: RuleSummary): unknown {
  return {
    id: code,
    name: id,
    shortDescription: { text: what },
    fullDescription: { text: `${what} ${why}` },
    help: { text: todo },
  };
}

function shellCheckDescriptor(code: string): unknown {
  const page = `https://www.shellcheck.net/wiki/${code}`;
  return { id: code, shortDescription: { text: `ShellCheck ${code}` }, helpUri: page, help: { text: page } };
}

function sarifResult(finding: Finding, codes: readonly string[]): unknown {
  return {
    ruleId: finding.code,
    ruleIndex: codes.indexOf(finding.code),
    level: LEVELS[finding.severity],
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: relativeUri(finding.path) },
          region: {
            startLine: finding.line,
            startColumn: finding.column,
            endLine: finding.endLine,
            endColumn: finding.endColumn,
          },
        },
      },
    ],
    ...(finding.related.length > 0
      ? {
          relatedLocations: finding.related.map(place => ({
            physicalLocation: {
              artifactLocation: { uri: relativeUri(place.path) },
              region: { startLine: place.line, startColumn: place.column },
            },
            message: { text: place.text },
          })),
        }
      : {}),
  };
}

/** A path as a URI reference: `#`, `?` and a colon in the first part would mean something else there. */
function relativeUri(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
