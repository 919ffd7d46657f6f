import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import type { ImportFact, PythonFacts } from "../../python/facts";
import { roleOf } from "../../python/link/roles";
import { PythonScanner } from "../../python/scan/scan-python";
import { isGuardedLine } from "../../recon/guarded-imports";
import { loadedFiles } from "../../recon/loaded-files";
import type { Workspace } from "../../workspace/workspace";
import { DROPPED_NAMES, type DroppedNames } from "../knowledge/dropped-names";

/** Names that the code imports and today's release of a distribution has no more, with the first import. */
export interface OldUse {
  readonly dropped: DroppedNames;
  readonly place: Place;
}

/** One imported name in full; `isCertain` where nothing around the statement lets the program do without it. */
interface Use {
  readonly name: string;
  readonly isCertain: boolean;
  readonly path: string;
  readonly offset: number;
}

/** Looked for only where the project has the distribution, by its own name or by what brings it. */
export function readDroppedNames(workspace: Workspace, recon: Recon): readonly OldUse[] {
  const has = new Set([
    ...recon.dependencies.map(({ name }) => name),
    ...recon.undeclared.flatMap(({ distribution }) => distribution ?? []),
  ]);
  const rows = DROPPED_NAMES.filter(({ hold, with: bringers = [] }) => [hold, ...bringers].some(name => has.has(name)));
  if (rows.length === 0) return [];
  const files = applicationFacts(workspace, recon);
  const firstParty = new Set(recon.imports.map(({ from, line }) => `${from}:${line}`));
  const uses = files.flatMap(([path, facts]) =>
    facts.imports
      .filter(({ level, kind, line }) => level === 0 && kind !== "typing" && !firstParty.has(`${path}:${line}`))
      .flatMap(fact =>
        namesOf(fact).map(name => ({ name, isCertain: fact.kind === "static", path, offset: fact.offset })),
      ),
  );
  const settings = new Set(
    files.flatMap(([, { assignments }]) =>
      assignments.filter(({ scope, key }) => scope === -1 && key === null).map(({ target }) => target),
    ),
  );
  return rows.flatMap(dropped => {
    if (uses.some(({ name }) => isOne(name, dropped.newer)) || dropped.newerSettings?.some(name => settings.has(name)))
      return [];
    const old = uses.find(({ name, isCertain }: Use) => isCertain && isOne(name, dropped.imports));
    return old === undefined ? [] : [{ dropped, place: workspace.place(old.path, old.offset) }];
  });
}

/** What the application's own entry points load, by path in order, with what each file says. */
function applicationFacts(workspace: Workspace, recon: Recon): readonly (readonly [string, PythonFacts])[] {
  const scanner = new PythonScanner();
  const known = new Map<string, PythonFacts>();
  const factsOf = (path: string): PythonFacts => {
    let facts = known.get(path);
    if (facts === undefined) known.set(path, (facts = scanner.scan(workspace.text(path) ?? "")));
    return facts;
  };
  const entryPoints = recon.entryPoints.filter(
    ({ place: { path } }) => !path.endsWith(".py") || roleOf(path, factsOf(path)) === "application",
  );
  const loaded = loadedFiles({ ...recon, entryPoints }, ({ from, line, kind }) => {
    if (kind !== "conditional") return kind !== "typing";
    // In a function, as applications import their views when they are made.
    const source = workspace.source(from);
    return source !== null && !isGuardedLine(source.text, source.offset(line));
  });
  return [...loaded]
    .filter(path => path.endsWith(".py") && workspace.text(path) !== null)
    .map(path => [path, factsOf(path)] as const)
    .filter(([path, facts]) => !/^(?:test|migration|generated)$/.test(roleOf(path, facts)))
    .sort(([left], [right]) => (left < right ? -1 : 1));
}

function namesOf({ module, names }: ImportFact): readonly string[] {
  return names === null ? [module] : names.map(({ name }) => `${module}.${name}`);
}

/** Whether a full name is one of the listed or lies below one. */
function isOne(name: string, listed: readonly string[] = []): boolean {
  return listed.some(one => name === one || name.startsWith(`${one}.`));
}
