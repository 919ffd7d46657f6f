import { l10n } from "vscode";
import { figure, plural } from "../../figures";
import type { Recon, TextChange } from "../../../model/recon";
import { comparePlaces, type Place } from "../../../model/place";
import { findingKey } from "../../../model/finding-key";
import { breaksInContainer } from "../../../model/readiness";
import { integrationName } from "../../../report/integrations";
import { cut, describe, group, type Row, type RowContext } from "../row";

interface Found {
  readonly kind: "error" | "warning" | "info";
  readonly label: string;
  readonly short: string;
  readonly why: string;
  readonly fix: string;
  readonly place: Place;
  /** Null where it cannot be ignored: a file that could not be read. */
  readonly finding: string | null;
  readonly breaks: boolean;
}

export function problemsGroup(recon: Recon, context: RowContext): Row {
  const found = problemsOf(recon);
  const breaking = found.filter(problem => problem.breaks).length;
  return group(
    context,
    l10n.t("Problems"),
    "warning",
    [
      breaking < found.length && figure(found.length),
      breaking > 0 && plural(breaking, l10n.t("{count} breaks in a container"), l10n.t("{count} break in a container")),
    ]
      .filter(Boolean)
      .join(", "),
    found.map((problem, index) => problemRow(problem, index, context)),
  );
}

/** How many of a workspace's problems break in a container, those of its units among them: the number on the view's badge. */
export function breakingProblems(recon: Recon): number {
  return problemsOf(recon).filter(problem => problem.breaks).length;
}

function problemsOf(recon: Recon): Found[] {
  const rank = { error: 0, warning: 1, info: 2 };
  const whats = new Map(
    recon.readiness.flatMap(({ rule, what, place }) =>
      rule === "localhost-address" || rule === "host-service" ? [[`${place.path}:${place.line}`, what]] : [],
    ),
  );
  const addresses: Found[] = recon.integrations.flatMap(integration => {
    const { places, breaksInContainer: why } = integration;
    // A Compose file that offers the service stands before the code whose address breaks.
    const place = places.find(each => whats.has(`${each.path}:${each.line}`)) ?? places[0];
    if (why === null || !place) return [];
    return [
      {
        kind: "error" as const,
        // Of several rows the beginning tells which is which; the reason may be the same.
        label: whats.get(`${place.path}:${place.line}`) ?? `${integrationName(integration)}: ${why}`,
        short: "address",
        why,
        fix: integration.variables[0]
          ? l10n.t("Drydock sets {variable} to the service's name.", { variable: integration.variables[0] })
          : l10n.t("Drydock sets the address to the service's name."),
        place,
        finding: findingKey.integration(integration),
        breaks: true,
      },
    ];
  });
  const readiness: Found[] = recon.readiness.map(finding => ({
    kind: breaksInContainer(finding) ? "error" : "warning",
    label: finding.what,
    short: finding.rule,
    why: finding.why,
    fix: finding.suggestion
      ? l10n.t("{fix} Suggested: {suggestion}", { fix: finding.fix, suggestion: written(finding.suggestion) })
      : finding.fix,
    place: finding.place,
    finding: findingKey.readiness(finding),
    breaks: breaksInContainer(finding),
  }));
  const broken: Found[] = recon.problems.map(problem => ({
    kind: problem.code.endsWith("broken") ? "error" : "warning",
    label: problem.message,
    short: problem.code,
    why: problem.message,
    fix: "",
    place: problem.place,
    finding: null,
    breaks: false,
  }));
  const covered = new Set(addresses.map(({ place }) => `${place.path}:${place.line}`));
  return [
    ...addresses,
    ...readiness.filter(({ place }) => !covered.has(`${place.path}:${place.line}`)),
    ...broken,
  ].sort((left, right) => rank[left.kind] - rank[right.kind] || comparePlaces(left.place, right.place));
}

/** What a suggestion writes, without the imports that it adds. */
function written(changes: readonly TextChange[]): string {
  const texts = changes.map(({ newText }) => newText.trim()).filter(text => !text.startsWith("import "));
  return texts.join(" … ");
}

function problemRow(problem: Found, index: number, context: RowContext): Row {
  const where = `${problem.place.path}:${problem.place.line}`;
  return {
    id: `${context.unit}/Problems/${problem.finding ?? problem.short}/${where}/${index}`,
    label: cut(problem.label, 80),
    description: describe(problem.short, where),
    icon: problem.kind === "error" ? "error" : problem.kind,
    ...(problem.kind === "info" ? {} : { color: problem.kind }),
    place: problem.place,
    flags: ["place", problem.finding === null ? "" : "ignorable", "copyable"],
    spoken: l10n.t("{kind}, {label}, {path}, line {line}", {
      kind: problem.kind,
      label: problem.label,
      path: problem.place.path,
      line: problem.place.line,
    }),
    ...(problem.finding === null ? {} : { finding: problem.finding }),
    detail: {
      why: problem.why,
      confidence: problem.place.confidence,
      ...(problem.fix ? { inContainer: problem.fix } : {}),
    },
    children: [],
  };
}
