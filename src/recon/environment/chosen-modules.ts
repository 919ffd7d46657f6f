import type { ImportFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { namesIn } from "../../python/values";
import { surroundingsOf } from "./surroundings";

/** Of so many modules that a function returns something of the program takes one. */
const MINIMUM_CASES = 3;
const MAXIMUM_DEPTH = 4;

/**
 * Files that only a choice loads: each import of them stands in a branch that is not taken while no variable is set, or in a
 * function that returns one of several (`case "redis": from stores.redis import Store; return Store()`). Paths; what they
 * need is needed by who chooses them.
 */
export function chosenModules(project: PythonProject): ReadonlySet<string> {
  const into = new Map<string, { readonly from: PythonFile; readonly line: number; readonly kind: string }[]>();
  let mayBe = false;
  for (const { from, to, line, kind } of project.imports) {
    const file = project.file(from);
    if (!file || from === to || kind === "typing" || file.role === "test") continue;
    mayBe ||= kind === "conditional";
    const known = into.get(to);
    if (known) known.push({ from: file, line, kind });
    else into.set(to, [{ from: file, line, kind }]);
  }
  if (!mayBe) return new Set();
  const { unset } = surroundingsOf(project);
  const isChosen = (path: string, depth: number): boolean => {
    const edges = into.get(path) ?? [];
    return (
      edges.length > 0 &&
      edges.every(({ from, line, kind }) => {
        const fact = kind === "conditional" ? from.facts.imports.find(one => one.line === line) : undefined;
        const isBehindChoice = fact !== undefined && isInChoice(from, fact);
        return isBehindChoice || (depth < MAXIMUM_DEPTH && isChosen(from.path, depth + 1));
      })
    );
  };
  const isInChoice = (file: PythonFile, fact: ImportFact): boolean => {
    const around = branchesAround(file, fact);
    const tests = around.flatMap(({ test }) => test ?? []);
    // What a command line asks for is a program of its own, which needs what it reads.
    return (
      tests.some(
        test => asksSetting(project, file, test, fact.scope) && unset.holds(file, test, fact.scope) === false,
      ) || isReturnedCase(project, file, fact)
    );
  };
  return new Set([...into.keys()].filter(path => isChosen(path, 0)));
}

/** One of several modules of the codebase of which a function that reads a variable returns what it chose. */
function isReturnedCase(project: PythonProject, file: PythonFile, fact: ImportFact): boolean {
  const { scope } = fact;
  const returns = file.facts.definitions[scope]?.returns ?? [];
  const readsChoice = file.facts.calls.some(
    ({ callee, scope: where }) => where === scope && /(?:^|\.)(?:getenv|environ\.get)$/.test(callee),
  );
  if (returns.length < MINIMUM_CASES || !readsChoice) return false;
  const called = new Set(returns.flatMap(value => (value.kind === "call" ? value.callee.split(".", 1) : [])));
  const cases = file.facts.imports.filter(
    one =>
      one.scope === scope &&
      project.module(one.module, file.path) !== undefined &&
      one.names?.some(({ as }) => called.has(as)) === true,
  );
  return cases.includes(fact) && new Set(cases.map(({ module }) => module)).size >= MINIMUM_CASES;
}

/** Whether a condition asks for a setting or a variable. */
function asksSetting(project: PythonProject, file: PythonFile, test: Value, scope: number): boolean {
  return namesIn(test).some(path => {
    if (/(?:^|\.)(?:settings|config|conf)\b/i.test(path)) return true;
    const name: Value = { kind: "name", path, offset: test.offset, end: test.end };
    return project.resolve(file, name, scope).variables.length > 0;
  });
}

function branchesAround({ facts }: PythonFile, { offset }: ImportFact): PythonFile["facts"]["branches"] {
  return facts.branches.filter(branch => branch.offset <= offset && offset < branch.end);
}
