import type { CompatibilityProblem } from "../model/recon";
import type { ImportFact, PythonFacts, SyntaxFact } from "../python/facts";
import { oncePerFacts } from "../python/once-per-facts";
import type { PythonFile, PythonProject } from "../python/project";
import { compareVersions } from "../python/packaging/versions";
import { addedNames, python2Modules, removedModules, removedNames, type Removal } from "./knowledge/python-support";
import type { HardConstraint } from "./python-constraints";
import { TARGET } from "./python-releases";

/** What the code itself says about the Python that it needs. */
export interface CodeFindings {
  readonly constraints: readonly HardConstraint[];
  readonly problems: readonly CompatibilityProblem[];
  /** Files of the application that only Python 2 can read, and files that only Python 3 can. */
  readonly python2Files: number;
  readonly python3Files: number;
}

/** The part of a project that reading its code needs. */
export type CodeProject = Pick<PythonProject, "place" | "module" | "each">;

const MAX_PROBLEMS = 40;

/** Reads syntax, imports and calls of a unit's files. Tests and examples decide nothing. */
export function readCode(project: CodeProject, files: readonly PythonFile[]): CodeFindings {
  const ownModules = new Set(files.map(({ module }) => module.split(".", 1)[0] ?? ""));
  const paths = new Set(files.map(({ path }) => path));
  const constraints: HardConstraint[] = [];
  const problems: CompatibilityProblem[] = [];
  let python2Files = 0;
  let python3Files = 0;
  for (const { file, told } of project.each(versionUses)) {
    const [found] = told;
    if (!found || !paths.has(file.path)) continue;
    const { old, later, uses } = found;
    const isOwn = (name: string): boolean => ownModules.has(name) || project.module(name, file.path) !== undefined;
    const lastModule = found.oldModules.find(({ module }) => !isOwn(module));
    if (old) {
      python2Files++;
      problems.push(syntaxProblem(project, file, old));
    } else if (lastModule) python2Files++;
    else if (found.isPython3) python3Files++;
    for (const { feature, offset, since } of later) {
      constraints.push({
        specifier: `>=${since}`,
        subject: `The code (${SYNTAX[feature] ?? feature})`,
        kind: "code",
        place: project.place(file, offset),
      });
    }
    for (const { name, offset, since, removal } of uses) {
      if (isOwn(name.split(".", 1)[0] ?? "")) continue;
      if (since !== undefined) {
        const place = project.place(file, offset);
        constraints.push({ specifier: `>=${since}`, subject: `The code (${name})`, kind: "code", place });
      }
      if (removal && problems.length < MAX_PROBLEMS)
        problems.push(removalProblem(project, file, name, offset, removal));
    }
    if (lastModule && !old && problems.length < MAX_PROBLEMS) {
      problems.push({
        what: `${lastModule.module} exists in Python 2 only`,
        why: "The module was renamed or removed in Python 3.0, so the import fails.",
        place: project.place(file, lastModule.offset),
        fix: "Port the file to Python 3.",
      });
    }
  }
  return { constraints, problems: problems.slice(0, MAX_PROBLEMS), python2Files, python3Files };
}

/** What only some versions of Python have, in one file. */
interface VersionUses {
  /** Syntax that no Python 3 accepts. */
  readonly old: SyntaxFact | undefined;
  /** Imports that only Python 2 answers, unless the code has such modules itself. */
  readonly oldModules: readonly ImportFact[];
  readonly isPython3: boolean;
  /** Syntax that came after 3.11. */
  readonly later: readonly (SyntaxFact & { readonly since: string })[];
  /** Standard names that came after 3.11, or that some version removed. */
  readonly uses: readonly (StandardUse & {
    readonly since: string | undefined;
    readonly removal: Removal | undefined;
  })[];
}

function versionUses(_project: PythonProject, { role, facts }: PythonFile): readonly VersionUses[] {
  if (role !== "application" && role !== "migration") return [];
  const oldModules = facts.imports.filter(isPython2Import);
  const isLater = (since: string): boolean => compareVersions(since, TARGET) > 0;
  const later = facts.syntax.flatMap(fact => {
    const { since } = fact;
    return since !== null && isLater(since) ? [{ ...fact, since }] : [];
  });
  const uses = standardNames(facts).flatMap(use => {
    if (use.isGuarded) return [];
    const added = addedNames.get(use.name);
    const since = added !== undefined && isLater(added) ? added : undefined;
    const removal = removedNames.get(use.name) ?? moduleRemoval(use.name);
    return since === undefined && removal === undefined ? [] : [{ ...use, since, removal }];
  });
  if (facts.syntax.length + oldModules.length + uses.length === 0) return [];
  const old = facts.syntax.find(({ until }) => until?.startsWith("2.") === true);
  const isPython3 = facts.syntax.some(({ since }) => since?.startsWith("3.") === true);
  return [{ old, oldModules, isPython3, later, uses }];
}

function isPython2Import({ module, level, kind }: ImportFact): boolean {
  return level === 0 && kind === "static" && python2Modules.has(module.split(".", 1)[0] ?? "");
}

function moduleRemoval(name: string): Removal | undefined {
  const removal = removedModules.get(name.split(".", 1)[0] ?? "");
  return removal && name === name.split(".", 1)[0] ? removal : undefined;
}

interface StandardUse {
  /** Module, or module and name: `typing.override`. */
  readonly name: string;
  readonly offset: number;
  /** In `try`, `if` or a function: the code may have another way. */
  readonly isGuarded: boolean;
}

/** First names of the modules in which some version added or removed something. */
const CHANGED_MODULES = new Set(
  [...addedNames.keys(), ...removedNames.keys(), ...removedModules.keys()].map(name => name.split(".", 1)[0] ?? ""),
);

/** Standard names that a file imports or calls and that not every version has, each once. Only imports bind a module's name, so `self.time.clock` is none. */
const standardNames = oncePerFacts((facts: PythonFacts): readonly StandardUse[] => {
  const uses = new Map<string, StandardUse>();
  const add = (name: string, offset: number, isGuarded: boolean): void => {
    const known = uses.get(name);
    if (!known || (known.isGuarded && !isGuarded)) uses.set(name, { name, offset, isGuarded });
  };
  const bound = boundNames(facts, add);
  if (bound.size === 0) return [...uses.values()];
  for (const { callee, offset, guarded, conditional } of facts.calls) {
    const dot = callee.indexOf(".");
    const module = dot < 0 ? undefined : bound.get(callee.slice(0, dot));
    if (module !== undefined) add(module + callee.slice(dot), offset, guarded || conditional === true);
  }
  for (const { decorators, bases } of facts.definitions) {
    for (const value of [...decorators, ...bases]) {
      if (value.kind !== "name") continue;
      const dot = value.path.indexOf(".");
      const module = dot < 0 ? undefined : bound.get(value.path.slice(0, dot));
      if (module !== undefined) add(module + value.path.slice(dot), value.offset, false);
    }
  }
  return [...uses.values()];
});

/** The names that imports of such modules bind, each with what it stands for; `add` hears of everything that they import. */
function boundNames(
  { imports }: PythonFacts,
  add: (name: string, offset: number, isGuarded: boolean) => void,
): ReadonlyMap<string, string> {
  const bound = new Map<string, string>();
  for (const { module, level, names, as, offset, kind, scope } of imports) {
    if (level > 0 || kind === "dynamic") continue;
    const top = module.split(".", 1)[0] ?? "";
    if (!CHANGED_MODULES.has(top)) continue;
    const isGuarded = kind !== "static" || scope >= 0;
    add(module, offset, isGuarded);
    if (top !== module) add(top, offset, isGuarded);
    if (names === null) bound.set(as ?? top, as === null ? top : module);
    for (const one of names ?? []) {
      add(`${module}.${one.name}`, offset, isGuarded);
      bound.set(one.as, `${module}.${one.name}`);
    }
  }
  return bound;
}

const SYNTAX: Readonly<Record<string, string>> = {
  "except-without-parentheses": "except with several types and no parentheses",
  "template-string": "template strings",
  "nested-f-string": "an f-string that reuses its own quotes",
  "type-statement": "the type statement",
  "type-parameters": "type parameters in square brackets",
};

const OLD_SYNTAX: Readonly<Record<string, string>> = {
  "except-comma": "except with a comma",
  "tuple-parameter": "a tuple as a parameter",
  "different-operator": "the <> operator",
  backticks: "backticks",
  "old-octal": "an octal number with a leading zero",
  "long-integer": "a long integer with L",
  "print-statement": "the print statement",
  "exec-statement": "the exec statement",
  "raise-comma": "raise with a comma",
};

function syntaxProblem(
  project: Pick<PythonProject, "place">,
  file: PythonFile,
  { feature, offset }: SyntaxFact,
): CompatibilityProblem {
  return {
    what: `${file.path} is Python 2 code`,
    why: `It uses ${OLD_SYNTAX[feature] ?? feature}, which no Python 3 accepts.`,
    place: project.place(file, offset),
    fix: "Port the file to Python 3, or leave it out if nothing imports it.",
  };
}

function removalProblem(
  project: Pick<PythonProject, "place">,
  file: PythonFile,
  name: string,
  offset: number,
  { removed, instead, backport }: Removal,
): CompatibilityProblem {
  const place = project.place(file, offset);
  const isGone = compareVersions(removed, TARGET) <= 0;
  const way = backport === undefined ? instead : `${instead}; or install ${backport}`;
  return {
    what: isGone ? `${name} does not exist in Python 3.11` : `${name} does not exist in Python ${removed} and later`,
    why: isGone
      ? `Python ${removed} removed it, so this fails on 3.11.`
      : `It works on 3.11 with a deprecation warning; Python ${removed} removed it.`,
    place,
    fix: `Use ${way}.`,
  };
}
