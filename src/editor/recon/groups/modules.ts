import { l10n } from "vscode";
import { plural } from "../../figures";
import type { ImportEdge, ModuleInfo, Recon } from "../../../model/recon";
import { compareText, type Place } from "../../../model/place";
import { describe, evidenceRow, firstAnd, fold, group, withCorrection, type Row, type RowContext } from "../row";

/** More than a person reads below one module; Find Where It Is Used has them all. */
const SHOWN_STATEMENTS = 100;

/** Top-level packages and modules, each with what lies in it, so that a large codebase opens as its own outline. */
export function modulesGroup(recon: Recon, context: RowContext): Row {
  const cycles = modulesInCycles(recon.modules);
  const importers = importedBy(recon.modules);
  const inside = outlineOf(recon.modules);
  const edges = { from: byPath(recon.imports, "from"), to: byPath(recon.imports, "to") };
  const rowOf = (module: ModuleInfo): Row =>
    withCorrection(
      context,
      moduleRow(module, context, {
        parent: inside.parentOf(module),
        inCycle: cycles.has(module.name),
        importers: importers.get(module.name) ?? [],
        importing: (edges.from.get(module.path) ?? []).filter(({ to }) => to !== module.path),
        imported: (edges.to.get(module.path) ?? []).filter(({ from }) => from !== module.path),
        inside: rowsIn(module),
      }),
    );
  const rowsIn = (parent: ModuleInfo | null): Row[] =>
    [...inside.childrenOf(parent)]
      .sort((left, right) => rank(left) - rank(right) || compareText(left.path, right.path))
      .map(rowOf);
  // A package counts the files in it, so those at the top count everything once.
  const files = inside.childrenOf(null).reduce((sum, module) => sum + module.files, 0);
  return group(
    context,
    l10n.t("Modules"),
    "symbol-module",
    `${plural(recon.modules.length, l10n.t("{count} module"), l10n.t("{count} modules"))}, ${plural(files, l10n.t("{count} file"), l10n.t("{count} files"))}`,
    rowsIn(null),
  );
}

interface Outline {
  /** The nearest package that is listed too; null for what stands at the top. */
  readonly parentOf: (module: ModuleInfo) => ModuleInfo | null;
  readonly childrenOf: (parent: ModuleInfo | null) => readonly ModuleInfo[];
}

function outlineOf(modules: readonly ModuleInfo[]): Outline {
  const packages = new Map<string, ModuleInfo>();
  // Two source roots may hold a package of one name; what lies in either is shown below the first.
  for (const module of modules)
    if (module.kind !== "module" && !packages.has(module.name)) packages.set(module.name, module);
  const parentOf = (module: ModuleInfo): ModuleInfo | null => {
    for (let name = module.name, dot = name.lastIndexOf("."); dot > 0; dot = name.lastIndexOf(".")) {
      name = name.slice(0, dot);
      const parent = packages.get(name);
      if (parent) return parent;
    }
    return null;
  };
  const children = new Map<ModuleInfo | null, ModuleInfo[]>();
  for (const module of modules) {
    const parent = parentOf(module);
    const list = children.get(parent);
    if (list) list.push(module);
    else children.set(parent, [module]);
  }
  return { parentOf, childrenOf: parent => children.get(parent) ?? [] };
}

function rank(module: ModuleInfo): number {
  return module.kind === "package" ? 0 : module.kind === "namespace" ? 1 : 2;
}

interface Surroundings {
  readonly parent: ModuleInfo | null;
  readonly inCycle: boolean;
  /** Names of the modules that import this one. */
  readonly importers: readonly string[];
  /** The import statements in its file, and those elsewhere that lead to it. */
  readonly importing: readonly ImportEdge[];
  readonly imported: readonly ImportEdge[];
  readonly inside: readonly Row[];
}

function moduleRow(module: ModuleInfo, context: RowContext, around: Surroundings): Row {
  const { parent, inCycle, importers, importing, imported } = around;
  const id = `${context.unit}/Modules/${module.kind}/${module.path}`;
  const place: Place = { path: module.path, line: 1, column: 1, text: module.summary, confidence: "high" };
  const names = (title: string, list: readonly string[], statements: readonly ImportEdge[]): Row[] =>
    list.length === 0
      ? []
      : [
          {
            id: `${id}/${title}`,
            label: title,
            description: describe(firstAnd(list)),
            icon: title === "imports" ? "arrow-right" : "arrow-left",
            flags: ["copyable"],
            spoken: `${module.name} ${title} ${list.join(", ")}`,
            children: statementRows(statements, title, id),
          },
        ];
  return {
    id,
    label: parent === null ? module.name : module.name.slice(parent.name.length + 1),
    description: describe(
      inCycle && l10n.t("in an import cycle"),
      module.summary || plural(module.lines, l10n.t("{count} line"), l10n.t("{count} lines")),
    ),
    icon: module.kind === "module" ? "file-code" : "symbol-namespace",
    ...(inCycle ? { color: "warning" as const } : {}),
    ...(module.kind === "namespace" ? {} : { place }),
    flags: [...(module.kind === "namespace" ? [] : ["place"]), "usable", "copyable"],
    spoken: `${module.name}, ${module.kind}, ${module.summary || plural(module.lines, l10n.t("{count} line"), l10n.t("{count} lines"))}`,
    places: imported.map(edge => edgePlace(edge, l10n.t("imports {name}", { name: module.name }))),
    detail: {
      why: [
        plural(module.files, l10n.t("{count} file"), l10n.t("{count} files")),
        plural(module.lines, l10n.t("{count} line of Python."), l10n.t("{count} lines of Python.")),
      ].join(", "),
      confidence: "high",
    },
    children: [
      ...names("imports", module.imports, importing),
      ...names(l10n.t("imported by"), importers, imported),
      ...fold(id, around.inside),
    ],
  };
}

function statementRows(edges: readonly ImportEdge[], title: string, id: string): Row[] {
  return edges.slice(0, SHOWN_STATEMENTS).map((edge, index) => {
    const words = title === "imports" ? edge.to : l10n.t("imports {to}", { to: edge.to });
    return evidenceRow(
      `${id}/${title}/${index}`,
      edgePlace(edge, edge.kind === "static" ? words : `${words} (${edge.kind})`),
    );
  });
}

function edgePlace({ from, line }: ImportEdge, text: string): Place {
  return { path: from, line, column: 1, text, confidence: "high" };
}

function byPath(edges: readonly ImportEdge[], end: "from" | "to"): ReadonlyMap<string, readonly ImportEdge[]> {
  const lists = new Map<string, ImportEdge[]>();
  for (const edge of edges) {
    const list = lists.get(edge[end]);
    if (list) list.push(edge);
    else lists.set(edge[end], [edge]);
  }
  return lists;
}

function importedBy(modules: readonly ModuleInfo[]): ReadonlyMap<string, readonly string[]> {
  const by = new Map<string, string[]>();
  for (const module of modules) {
    for (const name of module.imports) {
      const list = by.get(name);
      if (list) list.push(module.name);
      else by.set(name, [module.name]);
    }
  }
  return by;
}

/** Names of modules that import each other in a ring (strongly connected components, Tarjan 1972, iterative). */
export function modulesInCycles(modules: readonly ModuleInfo[]): ReadonlySet<string> {
  const imports = new Map(modules.map(module => [module.name, module.imports]));
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found = new Set<string>();
  for (const start of imports.keys()) {
    if (index.has(start)) continue;
    const work: { name: string; next: number }[] = [{ name: start, next: 0 }];
    for (let frame = work.at(-1); frame; frame = work.at(-1)) {
      const { name } = frame;
      if (frame.next === 0) {
        index.set(name, index.size);
        low.set(name, index.get(name) ?? 0);
        stack.push(name);
        onStack.add(name);
      }
      const target = imports.get(name)?.[frame.next++];
      if (target === undefined) {
        work.pop();
        const parent = work.at(-1)?.name;
        if (parent !== undefined) low.set(parent, Math.min(low.get(parent) ?? 0, low.get(name) ?? 0));
        if (low.get(name) === index.get(name)) closeRing(name, stack, onStack, found);
      } else if (imports.has(target) && !index.has(target)) {
        work.push({ name: target, next: 0 });
      } else if (onStack.has(target) && target !== name) {
        low.set(name, Math.min(low.get(name) ?? 0, index.get(target) ?? 0));
      }
    }
  }
  return found;
}

function closeRing(root: string, stack: string[], onStack: Set<string>, found: Set<string>): void {
  const ring = stack.splice(stack.lastIndexOf(root));
  for (const name of ring) {
    onStack.delete(name);
    if (ring.length > 1) found.add(name);
  }
}
