import type { CallFact, DefinitionFact } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { isMainGuarded } from "../../python/main-guard";
import { qualifiedIn } from "../applications/qualified";
import type { DetectContext } from "../define-detector";
import { isOwnCode } from "../integrations/own-code";
import { needsWords } from "../targets/needed-words";

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
const SQL_NOT_AGAIN = /\b(?:DROP|TRUNCATE|DELETE FROM|INSERT INTO|REPLACE INTO|UPDATE\s+\S+\s+SET|ALTER TABLE)\b/i;
/** The same in the words of a body, of which the scanner passes over the lines that tell nothing else. */
const WORDS_NOT_AGAIN =
  /\bdrop_\w+|\.(?:drop|delete|truncate|create|save|add|add_all|merge|bulk_\w+|insert\w*)\(|\b(?:os\.system|subprocess|rmtree|unlink|input|getpass)\b/i;
const MAXIMUM_DEPTH = 3;

/**
 * Whether running a function, or a whole file where it is null, again changes nothing once its tables are there. What
 * cannot be read to its end is taken for something that does.
 */
export function isRepeatable(
  context: Pick<DetectContext, "project" | "workspace">,
  file: PythonFile,
  definition: DefinitionFact | null,
  depth = 0,
): boolean {
  if (depth > MAXIMUM_DEPTH) return false;
  if (definition && depth === 0 && needsWords(definition)) return false;
  const { project, workspace } = context;
  const whole = workspace.text(file.path);
  const body = whole === null || !definition ? whole : whole.slice(definition.offset, definition.end);
  if (body === null || losesRows(body)) return false;
  const calls = file.facts.calls.filter(
    ({ offset }) => !definition || (offset >= definition.offset && offset < definition.end),
  );
  if (calls.some(call => isRisky(project, file, call))) return false;
  const known = new Set(calls.map(({ callee }) => lastName(callee)));
  // Calls on the lines that the scanner passed over are known by their names alone.
  const others = [...new Set([...body.matchAll(/([A-Za-z_]\w*)\s*\(/g)].map(([, name = ""]) => name))];
  return [
    ...calls.flatMap(call => calledBy(project, file, call)),
    ...others.filter(name => !known.has(name)).flatMap(name => definitionsOf(project, name)),
  ].every(
    called => called.definition === definition || isRepeatable(context, called.file, called.definition, depth + 1),
  );
}

function lastName(callee: string): string {
  return callee.slice(callee.lastIndexOf(".") + 1);
}

function losesRows(text: string): boolean {
  const code = text.replace(/^\s*#.*$/gm, "").replace(/\bINSERT OR IGNORE INTO\b/gi, "");
  return WORDS_NOT_AGAIN.test(code) || SQL_NOT_AGAIN.test(code);
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

function isRisky(project: PythonProject, file: PythonFile, call: CallFact): boolean {
  const last = lastName(call.callee);
  if (NOT_AGAIN.has(last)) return !/^asyncio\.run$/.test(project.qualify(file, call.callee, call.scope));
  if (!/^(?:execute|executemany|executescript|text)$/.test(last)) return false;
  const sql = project.string(file, call.arguments[0], call.scope);
  return sql === null || SQL_NOT_AGAIN.test(sql.replace(/\bINSERT OR IGNORE INTO\b/gi, ""));
}

interface Called {
  readonly file: PythonFile;
  readonly definition: DefinitionFact;
}

/** The function of the project's own that a call calls; of a method, whose object is not known, all of that name. */
function calledBy(project: PythonProject, file: PythonFile, { callee, scope }: CallFact): readonly Called[] {
  const name = lastName(callee);
  const qualified = qualifiedIn(project, file, callee, scope);
  const owner =
    qualified === callee && !callee.includes(".") ? file : project.named(qualified.slice(0, -name.length - 1));
  const definition = owner?.facts.definitions.find(
    each => each.kind === "function" && each.parent === -1 && each.name === name,
  );
  if (owner && definition) return [{ file: owner, definition }];
  return callee.includes(".") ? definitionsOf(project, name).filter(called => called.definition.parent !== -1) : [];
}

function definitionsOf(project: PythonProject, name: string): readonly Called[] {
  return project.files
    .filter(isOwnCode)
    .flatMap(file =>
      file.facts.definitions
        .filter(each => each.kind === "function" && each.name === name)
        .map(definition => ({ file, definition })),
    );
}
