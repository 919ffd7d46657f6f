import type { CallFact, DefinitionFact } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { isMainGuarded } from "../../python/main-guard";
import { qualifiedIn } from "../applications/qualified";
import { decoratorName } from "../targets/reach";

/** Calls that lose rows, add some again or ask somebody when they are run once more, or that never end. */
const NOT_AGAIN = new Set([
  "drop_all",
  "drop_tables",
  "drop_database",
  "delete",
  "truncate",
  "add",
  "add_all",
  "bulk_save_objects",
  "bulk_insert_mappings",
  "insert_many",
  "save",
  "remove",
  "unlink",
  "rmtree",
  "input",
  "confirm",
  "prompt",
  "getpass",
  "parse_args",
  "run",
  "serve",
  "run_app",
  "serve_forever",
]);
const SQL_NOT_AGAIN = /\b(?:DROP|TRUNCATE|DELETE FROM|INSERT INTO|ALTER TABLE)\b/i;
const MAXIMUM_DEPTH = 3;

/** Whether running a function, or a whole file where it is null, again changes nothing once its tables are there. */
export function isRepeatable(
  project: PythonProject,
  file: PythonFile,
  definition: DefinitionFact | null,
  depth = 0,
): boolean {
  if (depth > MAXIMUM_DEPTH) return true;
  if (definition && depth === 0 && needsWords(definition)) return false;
  const calls = file.facts.calls.filter(
    ({ offset }) => !definition || (offset >= definition.offset && offset < definition.end),
  );
  return calls.every(call => {
    if (isRisky(project, file, call)) return false;
    const called = calledBy(project, file, call);
    return (
      called === null ||
      called.definition === definition ||
      isRepeatable(project, called.file, called.definition, depth + 1)
    );
  });
}

/** Whether importing a file neither touches a database nor starts anything. */
export function isQuiet(project: PythonProject, file: PythonFile): boolean {
  return file.facts.calls.every(
    call =>
      call.scope !== -1 ||
      call.decorator ||
      isMainGuarded(file.facts, call.offset) ||
      !(/(?:^|\.)create_(?:all|tables)$/.test(call.callee) || isRisky(project, file, call)),
  );
}

/** A command that cannot be run without arguments, or asks for what it is not given. */
function needsWords({ decorators }: DefinitionFact): boolean {
  return decorators.some(
    each =>
      each.kind === "call" &&
      (/(?:^|\.)argument$/.test(decoratorName(each)) ||
        (/option$/.test(decoratorName(each)) &&
          each.keywords.some(({ name }) => name === "prompt" || name === "required"))),
  );
}

function isRisky(project: PythonProject, file: PythonFile, call: CallFact): boolean {
  const last = call.callee.slice(call.callee.lastIndexOf(".") + 1);
  if (NOT_AGAIN.has(last)) return !/^asyncio\.run$/.test(project.qualify(file, call.callee, call.scope));
  if (!/^(?:execute|executemany|executescript|text)$/.test(last)) return false;
  const sql = project.string(file, call.arguments[0], call.scope);
  return sql === null || SQL_NOT_AGAIN.test(sql.replace(/\bINSERT OR IGNORE INTO\b/gi, ""));
}

/** A function of the project's own that a call calls. */
function calledBy(
  project: PythonProject,
  file: PythonFile,
  { callee, scope }: CallFact,
): { file: PythonFile; definition: DefinitionFact } | null {
  const name = callee.slice(callee.lastIndexOf(".") + 1);
  const qualified = qualifiedIn(project, file, callee, scope);
  const owner =
    qualified === callee && !callee.includes(".") ? file : project.named(qualified.slice(0, -name.length - 1));
  const definition = owner?.facts.definitions.find(
    each => each.kind === "function" && each.parent === -1 && each.name === name,
  );
  return owner && definition ? { file: owner, definition } : null;
}
