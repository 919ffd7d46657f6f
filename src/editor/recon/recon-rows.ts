import { l10n } from "vscode";
import { frameworkName } from "../../report/figures";
import { integrationName } from "../../report/integrations";
import { hasFacts, sharedRecon } from "../../report/shared-recon";
import { plural } from "../figures";
import type { Recon, Unit } from "../../model/recon";
import type { DockerOutlines } from "../load-core";
import { dependenciesGroup } from "./groups/dependencies";
import { entryPointsGroup } from "./groups/entry-points";
import { environmentGroup } from "./groups/environment";
import { buildScriptsGroup, dockerFilesGroup } from "./groups/files";
import { integrationsGroup } from "./groups/integrations";
import { modulesGroup } from "./groups/modules";
import { problemsGroup } from "./groups/problems";
import { describe, firstAnd, type Row, type RowContext } from "./row";

/** What the tree shows besides the recon itself. */
export interface RowOptions {
  readonly corrected: ReadonlyMap<string, number>;
  /** Ignored findings, shown dimmed where the person asked for them. */
  readonly ignored: readonly { readonly finding: string; readonly path: string | null; readonly why: string | null }[];
  readonly showIgnored: boolean;
  readonly outlines: DockerOutlines;
  /** Number of lint findings of a file. */
  readonly findings: (path: string) => number;
}

/** All rows of one folder: eight groups in fixed order, or one row a unit and then what belongs to all. */
export function reconRows(recon: Recon, options: RowOptions): readonly Row[] {
  const shared = sharedRecon(recon);
  const root = groups(shared, { unit: "", corrected: options.corrected }, options);
  if (recon.units.length === 0) return root;
  const units = recon.units.map(unit => unitRow(unit, recon.units, options));
  if (!hasFacts(shared) && root.every(({ children }) => children.length === 0)) return units;
  return [
    ...units,
    {
      id: "shared",
      label: l10n.t("Shared"),
      description: l10n.t("what belongs to all units"),
      icon: "root-folder",
      flags: [],
      spoken: l10n.t("Shared, what belongs to all units"),
      children: root,
    },
  ];
}

function unitRow(unit: Unit, units: readonly Unit[], options: RowOptions): Row {
  const framework = frameworkOf(unit.recon);
  const isRoot = unit.path === "";
  const path = isRoot ? l10n.t("root folder") : unit.path;
  return {
    id: `unit/${unit.name}`,
    label: unit.name,
    description: describe(path !== unit.name && path, framework),
    icon: "symbol-namespace",
    flags: ["unit"],
    spoken: [unit.name, isRoot ? l10n.t("unit in the root folder") : l10n.t("unit in {path}", { path }), framework]
      .filter(Boolean)
      .join(", "),
    detail: { talks: talksOf(unit, units) },
    children: groups(unit.recon, { unit: unit.name, corrected: options.corrected }, options),
  };
}

function frameworkOf({ frameworks: [first] }: Recon): string | undefined {
  return first && frameworkName(first.name);
}

/** What a unit connects to, which units it calls by their names, and which call it. */
function talksOf(unit: Unit, units: readonly Unit[]): string {
  const calls = (from: Unit, to: Unit): boolean =>
    from !== to && from.recon.integrations.some(({ host }) => host?.split(/[.:]/)[0] === to.name);
  const names = (which: (other: Unit) => boolean): string => firstAnd(units.filter(which).map(({ name }) => name));
  const called = names(other => calls(unit, other));
  const callers = names(other => calls(other, unit));
  const others = unit.recon.integrations.filter(
    ({ host }) => !units.some(({ name }) => host?.split(/[.:]/)[0] === name),
  );
  const services = firstAnd([...new Set(others.map(integrationName))], 5);
  return [
    services !== "" && l10n.t("Connects to {services}.", { services }),
    called !== "" && l10n.t("Calls {units}.", { units: called }),
    callers !== "" && l10n.t("Called by {units}.", { units: callers }),
  ]
    .filter(Boolean)
    .join(" ");
}

function groups(recon: Recon, context: RowContext, options: RowOptions): Row[] {
  const rows = [
    modulesGroup(recon, context),
    integrationsGroup(recon, context),
    dependenciesGroup(recon, context),
    entryPointsGroup(recon, context),
    environmentGroup(recon, context),
    buildScriptsGroup(recon, context),
    dockerFilesGroup(recon, context, options),
    problemsGroup(recon, context),
  ];
  if (!options.showIgnored || context.unit !== "") return rows;
  return rows.map(row => ({ ...row, children: [...row.children, ...ignoredRows(row.label, options)] }));
}

const groupOfFinding: Readonly<Record<string, string>> = {
  module: l10n.t("Modules"),
  integration: l10n.t("Integration points"),
  dependency: l10n.t("Python dependencies"),
  undeclared: l10n.t("Python dependencies"),
  unused: l10n.t("Python dependencies"),
  "entry-point": l10n.t("Entry points"),
  environment: l10n.t("Environment"),
};

function ignoredRows(groupName: string, options: RowOptions): Row[] {
  return options.ignored
    .filter(({ finding }) => (groupOfFinding[finding.split("/", 1)[0] ?? ""] ?? l10n.t("Problems")) === groupName)
    .map(({ finding, path, why }) => {
      const name = finding.slice(finding.indexOf("/") + 1);
      return {
        id: `ignored/${finding}/${path ?? ""}`,
        label: name,
        description: describe(l10n.t("ignored"), path, why),
        icon: "eye-closed",
        color: "disabled",
        flags: ["ignored", "copyable"],
        spoken: [name, l10n.t("ignored")].join(", "),
        finding,
        children: [],
      };
    });
}

/** The tree as text: one line a row, children indented. */
export function rowsAsText(rows: readonly Row[], depth = 0): string {
  return rows
    .flatMap(row => [
      `${"  ".repeat(depth)}${row.label}${row.description === "" ? "" : `  ${row.description}`}`,
      ...(row.children.length > 0 ? [rowsAsText(row.children, depth + 1)] : []),
    ])
    .join("\n");
}

/** The tree as a Markdown list; places become code. */
export function rowsAsMarkdown(rows: readonly Row[], depth = 0): string {
  return rows
    .flatMap(row => [
      `${"  ".repeat(depth)}- ${row.isEvidence ? `\`${row.label}\`` : `**${row.label}**`}${row.description === "" ? "" : ` ${row.description}`}`,
      ...(row.children.length > 0 ? [rowsAsMarkdown(row.children, depth + 1)] : []),
    ])
    .join("\n");
}

export function summaryOf(recon: Recon): string {
  return describe(
    frameworkOf(recon),
    recon.units.length > 0 && plural(recon.units.length, l10n.t("{count} unit"), l10n.t("{count} units")),
  );
}
