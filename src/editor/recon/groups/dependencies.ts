import { l10n } from "vscode";
import { figure, plural } from "../../figures";
import { findingKey } from "../../../model/finding-key";
import type { Dependency, Recon } from "../../../model/recon";
import { compareText } from "../../../model/place";
import { describe, evidenceRow, evidenceRows, group, surest, withCorrection, type Row, type RowContext } from "../row";

const groupOrder = ["main", "dev", "test", "docs"];

export function dependenciesGroup(recon: Recon, context: RowContext): Row {
  const direct = recon.dependencies.filter(dependency => dependency.direct);
  const names = [...new Set(direct.map(dependency => dependency.group))].sort(
    (left, right) => order(left) - order(right) || compareText(left, right),
  );
  const children = [
    pythonRow(recon, context),
    ...names.map(name => dependencyGroup(name, direct, context)),
    ...undeclaredRows(recon, context),
    ...unusedRows(recon, context),
  ];
  const nothing = direct.length === 0 && recon.python.pins.length === 0 && recon.python.requires === null;
  return group(
    context,
    l10n.t("Python dependencies"),
    "package",
    describe(
      recon.python.chosen === null ? null : `Python ${recon.python.chosen}`,
      recon.packageManager.name === "none" ? null : recon.packageManager.name,
      l10n.t("{count} direct", { count: figure(direct.length) }),
    ),
    nothing && children.length === 1 ? [] : children,
  );
}

function order(name: string): number {
  const at = groupOrder.indexOf(name);
  return at === -1 ? groupOrder.length : at;
}

function pythonRow(recon: Recon, context: RowContext): Row {
  const { python } = recon;
  const id = `${context.unit}/Python dependencies/python`;
  const differs = python.chosen === null && recon.units.length > 0;
  const broken = (python.chosen === null && !differs) || python.problems.length > 0;
  const places = [...(python.requires ? [python.requires.place] : []), ...python.pins.map(pin => pin.place)];
  const place = surest(places);
  const none = differs ? l10n.t("Python by service") : l10n.t("No Python version fits");
  const label = python.chosen === null ? none : `Python ${python.chosen}`;
  const problems: Row[] = python.problems.map((problem, index) => ({
    id: `${id}/problem/${index}`,
    label: problem.what,
    description: describe(problem.why),
    icon: "warning",
    color: "warning",
    place: problem.place,
    flags: ["place", "copyable"],
    spoken: `${problem.what}. ${problem.why}`,
    detail: { why: problem.why, inContainer: problem.fix },
    children: [],
  }));
  return withCorrection(context, {
    id,
    label,
    // The label says the version, and the reason in full stands under "Why we think so".
    description: python.requires
      ? l10n.t("requires {specifier}", { specifier: python.requires.specifier })
      : python.reason.replace(`${label}: `, ""),
    icon: broken ? "warning" : "symbol-numeric",
    ...(broken ? { color: python.chosen === null && !differs ? ("error" as const) : ("warning" as const) } : {}),
    ...(place ? { place } : {}),
    flags: [...(place ? ["place"] : []), "correctable", "copyable"],
    spoken: `${label}. ${python.reason}`,
    finding: "python/version",
    fields: { version: python.chosen },
    detail: {
      why: python.reason,
      confidence: place?.confidence ?? "low",
      inPlan: l10n.t("Considered for the Python version and the base image."),
    },
    children: [...problems, ...evidenceRows(id, places)],
  });
}

function dependencyGroup(name: string, all: readonly Dependency[], context: RowContext): Row {
  const id = `${context.unit}/Python dependencies/${name}`;
  const own = all.filter(dependency => dependency.group === name);
  const rows = [...own]
    .sort((left, right) => compareText(left.name, right.name))
    .map((dependency, index) =>
      withCorrection(context, dependencyRow(dependency, `${id}/${dependency.name}/${index}`)),
    );
  const count = packages(rows.length);
  return {
    id,
    label: name,
    description: count,
    icon: "library",
    flags: ["copyable"],
    spoken: l10n.t("{group} dependencies, {packages}", { group: name, packages: count }),
    children: rows,
  };
}

function packages(count: number): string {
  return plural(count, l10n.t("{count} package"), l10n.t("{count} packages"));
}

function dependencyRow(dependency: Dependency, id: string): Row {
  const system = [...dependency.systemPackages.runtime, ...dependency.systemPackages.build];
  const refused = dependency.python311.verdict === "no";
  const version = dependency.locked ?? (dependency.specifier || l10n.t("any version"));
  const support = supportOf(dependency);
  return {
    id,
    label: dependency.name,
    description: describe(version, system[0] !== undefined && l10n.t("needs {system}", { system: system[0] }), support),
    icon: refused ? "warning" : "package",
    ...(refused ? { color: "warning" as const } : {}),
    place: dependency.place,
    flags: ["place", "correctable", "ignorable", "copyable"],
    spoken: [dependency.name, l10n.t("Python package"), version, support].filter(Boolean).join(", "),
    finding: findingKey.dependency(dependency),
    fields: { group: dependency.group },
    detail: {
      why: dependency.python311.why || l10n.t("Declared in {path}.", { path: dependency.place.path }),
      confidence: dependency.place.confidence,
      ...(system.length === 0
        ? {}
        : { inContainer: l10n.t("Needs {packages} from Debian.", { packages: [...new Set(system)].join(", ") }) }),
    },
    children: [],
  };
}

/** What is known of 3.11 where it fails, or where an index was asked. */
function supportOf({ python311: { verdict, source } }: Dependency): string | null {
  if (verdict === "no") return l10n.t("no 3.11 release");
  if (source === undefined) return null;
  return verdict === "ok" ? l10n.t("has a 3.11 wheel") : l10n.t("no 3.11 wheel");
}

function undeclaredRows(recon: Recon, context: RowContext): Row[] {
  return fold(
    `${context.unit}/Python dependencies/undeclared`,
    l10n.t("Undeclared"),
    recon.undeclared.map(({ module, distribution, place }, index) => ({
      id: `${context.unit}/Python dependencies/undeclared/${module}/${index}`,
      label: module,
      description: describe(
        distribution === null
          ? l10n.t("imported, but declared nowhere")
          : l10n.t("from {distribution}", { distribution }),
      ),
      icon: "warning",
      color: "warning",
      place,
      flags: ["place", "ignorable", "copyable"],
      spoken: l10n.t("{module} is imported in {path}, line {line}, but declared nowhere", {
        module,
        path: place.path,
        line: place.line,
      }),
      finding: findingKey.undeclared({ module }),
      detail: {
        why: l10n.t("{module} is imported here and no manifest declares it.", { module }),
        confidence: place.confidence,
        inContainer: l10n.t("The import fails, because only what is declared gets installed."),
      },
      children: [evidenceRow(`${context.unit}/undeclared/${module}/${index}/at`, place)],
    })),
  );
}

function unusedRows(recon: Recon, context: RowContext): Row[] {
  return fold(
    `${context.unit}/Python dependencies/unused`,
    l10n.t("Unused"),
    recon.unused.map(({ name, place }) => ({
      id: `${context.unit}/Python dependencies/unused/${name}`,
      label: name,
      description: l10n.t("no import found"),
      icon: "circle-slash",
      place,
      flags: ["place", "ignorable", "copyable"],
      spoken: l10n.t("{name} is declared, but no import of it was found", { name }),
      finding: findingKey.unused({ name }),
      detail: { why: l10n.t("No file imports it, and no setting or command names it."), confidence: place.confidence },
      children: [],
    })),
  );
}

function fold(id: string, label: string, children: readonly Row[]): Row[] {
  if (children.length === 0) return [];
  return [
    {
      id,
      label,
      description: packages(children.length),
      icon: label === "Undeclared" ? "warning" : "circle-slash",
      flags: ["copyable"],
      spoken: `${label}, ${packages(children.length)}`,
      children,
    },
  ];
}
