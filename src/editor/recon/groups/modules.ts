import type { ImportEdge, ModuleInfo, Recon } from "../../../model/recon";
import { compareText, type Place } from "../../../model/place";
import { describe, evidenceRow, firstAnd, group, plural, withCorrection, type Row, type RowContext } from "../row";

export function modulesGroup(recon: Recon, context: RowContext): Row {
  const cycles = modulesInCycles(recon.modules);
  const importers = importedBy(recon.modules);
  const modules = [...recon.modules].sort(
    (left, right) => rank(left) - rank(right) || compareText(left.path, right.path),
  );
  const files = recon.modules.reduce((sum, module) => sum + (module.kind === "module" ? 1 : module.files), 0);
  return group(
    context,
    "Modules",
    "symbol-module",
    `${plural(recon.modules.length, "module")}, ${plural(files, "file")}`,
    modules.map(module =>
      withCorrection(
        context,
        moduleRow(module, recon, context, cycles.has(module.name), importers.get(module.name) ?? []),
      ),
    ),
  );
}

function rank(module: ModuleInfo): number {
  return module.kind === "package" ? 0 : module.kind === "namespace" ? 1 : 2;
}

function moduleRow(
  module: ModuleInfo,
  recon: Recon,
  context: RowContext,
  inCycle: boolean,
  importers: readonly string[],
): Row {
  const id = `${context.unit}/Modules/${module.kind}/${module.path}`;
  const file = module.path.endsWith(".py") ? module.path : `${module.path}/__init__.py`;
  const place: Place = { path: file, line: 1, column: 1, text: module.summary, confidence: "high" };
  const names = (title: string, list: readonly string[]): Row[] =>
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
            children: edgesOf(recon.imports, module, title, id),
          },
        ];
  return {
    id,
    label: module.name,
    description: describe(inCycle && "in an import cycle", module.summary || plural(module.lines, "line")),
    icon: module.kind === "module" ? "file-code" : "symbol-namespace",
    ...(inCycle ? { color: "warning" as const } : {}),
    ...(module.kind === "namespace" ? {} : { place }),
    flags: [...(module.kind === "namespace" ? [] : ["place"]), "usable", "copyable"],
    spoken: `${module.name}, ${module.kind}, ${module.summary || plural(module.lines, "line")}`,
    places: recon.imports
      .filter(edge => edge.to === file)
      .map(edge => ({
        path: edge.from,
        line: edge.line,
        column: 1,
        text: `imports ${module.name}`,
        confidence: "high",
      })),
    detail: { why: `${plural(module.files, "file")}, ${plural(module.lines, "line")} of Python.`, confidence: "high" },
    children: [...names("imports", module.imports), ...names("imported by", importers)],
  };
}

function edgesOf(edges: readonly ImportEdge[], module: ModuleInfo, title: string, id: string): Row[] {
  const prefix = module.path.endsWith(".py") ? module.path : `${module.path}/`;
  const own = (path: string): boolean => path === module.path || path.startsWith(prefix);
  return edges
    .filter(edge => (title === "imports" ? own(edge.from) && !own(edge.to) : own(edge.to) && !own(edge.from)))
    .slice(0, 100)
    .map((edge, index) =>
      evidenceRow(`${id}/${title}/${index}`, {
        path: edge.from,
        line: edge.line,
        column: 1,
        text: `${title === "imports" ? edge.to : `imports ${edge.to}`}${edge.kind === "static" ? "" : ` (${edge.kind})`}`,
        confidence: "high",
      }),
    );
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
