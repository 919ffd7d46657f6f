import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import type { CallFact, ImportFact, PythonFacts, Value } from "../../python/facts";
import { roleOf } from "../../python/link/roles";
import { PythonScanner } from "../../python/scan/scan-python";
import { isGuardedLine } from "../../recon/guarded-imports";
import { loadedFiles } from "../../recon/loaded-files";
import type { Workspace } from "../../workspace/workspace";
import { DROPPED_NAMES, type DroppedNames } from "../knowledge/dropped-names";
import { BoundNames } from "./bound-names";

/** Names that the code uses and today's release of a distribution has no more, with the first use. */
export interface OldUse {
  readonly dropped: DroppedNames;
  readonly place: Place;
}

/** One imported or called name in full. */
interface Use {
  readonly name: string;
  /** Whether nothing around it lets the program do without it; asked last, as it reads the lines above. */
  readonly isCertain: () => boolean;
  readonly path: string;
  readonly offset: number;
  /** What it is called with; null for imports. */
  readonly call: Given | null;
}

type Given = Pick<CallFact, "arguments" | "keywords" | "guarded" | "conditional">;

const NOTHING_GIVEN: Given = { arguments: [], keywords: [], guarded: false };

/** Looked for only where the project has the distribution, by its own name or by what brings it. */
export function readDroppedNames(workspace: Workspace, recon: Recon): readonly OldUse[] {
  const has = new Set([
    ...recon.dependencies.map(({ name }) => name),
    ...recon.undeclared.flatMap(({ distribution }) => distribution ?? []),
  ]);
  const rows = DROPPED_NAMES.filter(({ hold, with: bringers = [] }) => [hold, ...bringers].some(name => has.has(name)));
  if (rows.length === 0) return [];
  const files = applicationFacts(workspace, recon);
  const bound = new BoundNames(files, recon.imports);
  const uses = [...files].flatMap(([path, facts]): readonly Use[] => [
    ...bound.foreign(path).flatMap(fact => {
      const isCertain = (): boolean => fact.kind === "static";
      return namesOf(fact).map(name => ({ name, isCertain, path, offset: fact.offset, call: null }));
    }),
    ...callsOf(facts).flatMap(({ callee, offset, call, scope }) => {
      const handed = ofParameter(facts, callee, scope);
      const type = handed && bound.inFull(path, handed.type);
      const name = handed === null ? bound.inFull(path, callee) : type && `${type}()${handed.rest}`;
      const isCertain = (): boolean =>
        !call.guarded && call.conditional !== true && !isGuardedLine(workspace.text(path) ?? "", offset);
      return name === null ? [] : [{ name, isCertain, path, offset, call }];
    }),
    // `class Settings(pydantic.BaseSettings)`: a plain name was seen where it is imported.
    ...facts.definitions.flatMap(({ bases }) =>
      bases.flatMap(base => {
        const name = base.kind === "name" && base.path.includes(".") ? bound.inFull(path, base.path) : null;
        const isCertain = (): boolean => !isGuardedLine(workspace.text(path) ?? "", base.offset);
        return name === null ? [] : [{ name, isCertain, path, offset: base.offset, call: null }];
      }),
    ),
  ]);
  const settings = new Set(
    [...files.values()].flatMap(({ assignments }) =>
      assignments.filter(({ scope, key }) => scope === -1 && key === null).map(({ target }) => target),
    ),
  );
  return rows.flatMap(dropped => {
    if (uses.some(({ name }) => isOne(name, dropped.newer)) || dropped.newerSettings?.some(name => settings.has(name)))
      return [];
    const old = uses.find(use => isDropped(use, dropped) && use.isCertain());
    return old === undefined ? [] : [{ dropped, place: workspace.place(old.path, old.offset) }];
  });
}

function isDropped({ name, call }: Use, { imports, calls = [] }: DroppedNames): boolean {
  if (call === null) return isOne(name, imports);
  const {
    arguments: [argument, ...others],
    keywords,
  } = call;
  const given = [...others, ...keywords.map(({ value }) => value)];
  const hasKeyword = (names: readonly string[]): boolean => keywords.some(({ name: own }) => names.includes(own ?? ""));
  const isFirst = { text: isText(argument), list: argument?.kind === "sequence" && argument.type === "list" };
  return calls.some(
    dropped =>
      isOne(name, [dropped.name]) &&
      (dropped.first === undefined || isFirst[dropped.first]) &&
      (dropped.keywords === undefined || hasKeyword(dropped.keywords)) &&
      (dropped.texts === undefined || given.some(one => one.kind === "string" && dropped.texts?.includes(one.value))) &&
      !hasKeyword(dropped.without ?? []),
  );
}

function isText(value: Value | undefined): boolean {
  return value?.kind === "string" || value?.kind === "template";
}

/** Calls as written, and decorators without parentheses. */
function callsOf({ calls, definitions }: PythonFacts): readonly {
  readonly callee: string;
  readonly offset: number;
  readonly call: Given;
  readonly scope: number;
}[] {
  return [
    ...calls.map(call => ({ callee: call.callee, offset: call.offset, call, scope: call.scope })),
    ...definitions.flatMap(({ decorators, parent }) =>
      decorators.flatMap(value =>
        value.kind === "name" ? [{ callee: value.path, offset: value.offset, call: NOTHING_GIVEN, scope: parent }] : [],
      ),
    ),
  ];
}

/** What is called on a parameter of the function around, by the parameter's type: `def setup(app: FastAPI): app.on_event(…)`. */
function ofParameter(
  { definitions }: PythonFacts,
  callee: string,
  scope: number,
): { readonly type: string; readonly rest: string } | null {
  const [root = ""] = callee.split(".", 1);
  const type = definitions[scope]?.parameters.find(({ name }) => name === root)?.annotation ?? "";
  return root !== callee && /^[A-Za-z_][\w.]*$/.test(type) ? { type, rest: callee.slice(root.length) } : null;
}

/** What the application's own entry points load, by path in order, with what each file says. */
function applicationFacts(workspace: Workspace, recon: Recon): ReadonlyMap<string, PythonFacts> {
  const scanner = new PythonScanner();
  const known = new Map<string, PythonFacts>();
  const factsOf = (path: string): PythonFacts => {
    let facts = known.get(path);
    if (facts === undefined) known.set(path, (facts = scanner.scan(workspace.text(path) ?? "", { full: true })));
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
  return new Map(
    [...loaded]
      .filter(path => path.endsWith(".py") && workspace.text(path) !== null)
      .map(path => [path, factsOf(path)] as const)
      .filter(([path, facts]) => !/^(?:test|migration|generated)$/.test(roleOf(path, facts)))
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}

function namesOf({ module, names }: ImportFact): readonly string[] {
  return names === null ? [module] : names.map(({ name }) => `${module}.${name}`);
}

/** Whether a full name is one of the listed or lies below one. */
function isOne(name: string, listed: readonly string[] = []): boolean {
  return listed.some(one => name === one || name.startsWith(`${one}.`));
}
