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
export type CodeProject = Pick<PythonProject, "place" | "module">;

const MAX_PROBLEMS = 40;

/** Reads syntax, imports and calls of a unit's files. Tests and examples decide nothing. */
export function readCode(project: CodeProject, files: readonly PythonFile[]): CodeFindings {
  const ownModules = new Set(files.map(({ module }) => module.split(".", 1)[0] ?? ""));
  const constraints: HardConstraint[] = [];
  const problems: CompatibilityProblem[] = [];
  let python2Files = 0;
  let python3Files = 0;
  for (const file of files) {
    if (file.role !== "application" && file.role !== "migration") continue;
    const { facts } = file;
    const old = facts.syntax.filter(({ until }) => until !== null && until.startsWith("2."));
    const isOwn = (name: string): boolean => ownModules.has(name) || project.module(name, file.path) !== undefined;
    const lastModule = facts.imports.find(fact => isPython2Import(fact) && !isOwn(fact.module));
    if (old[0]) {
      python2Files++;
      problems.push(syntaxProblem(project, file, old[0]));
    } else if (lastModule) python2Files++;
    else if (facts.syntax.some(({ since }) => since !== null && since.startsWith("3."))) python3Files++;
    for (const { feature, offset, since } of facts.syntax) {
      if (since === null || compareVersions(since, TARGET) <= 0) continue;
      constraints.push({
        specifier: `>=${since}`,
        subject: `The code (${SYNTAX[feature] ?? feature})`,
        kind: "code",
        place: project.place(file, offset),
      });
    }
    for (const use of standardNames(facts)) {
      if (isOwn(use.name.split(".", 1)[0] ?? "")) continue;
      const since = addedNames.get(use.name);
      if (since !== undefined && compareVersions(since, TARGET) > 0 && !use.isGuarded) {
        const place = project.place(file, use.offset);
        constraints.push({ specifier: `>=${since}`, subject: `The code (${use.name})`, kind: "code", place });
      }
      const removal = use.isGuarded ? undefined : (removedNames.get(use.name) ?? moduleRemoval(use.name));
      if (removal && problems.length < MAX_PROBLEMS) {
        problems.push(removalProblem(project, file, use.name, use.offset, removal));
      }
    }
    if (lastModule && !old[0] && problems.length < MAX_PROBLEMS) {
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
  const bound = new Map<string, string>();
  for (const { module, level, names, as, offset, kind, scope } of facts.imports) {
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
