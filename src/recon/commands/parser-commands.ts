import type { CallFact, DefinitionFact } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { isMainGuarded } from "../../python/main-guard";
import type { Workspace } from "../../workspace/workspace";
import { symbolOf } from "../applications/symbols";
import { usersOfName } from "../applications/users-of-name";
import { keywordOf } from "../../python/values";
import { isOwnCode } from "../integrations/own-code";
import { scriptWords } from "../targets/script-command";
import { importedBy } from "../targets/script-for";
import { consoleScripts } from "./console-scripts";

const MAX_DEPTH = 4;

/** A parser's name where it stands in a file. */
interface Parser {
  readonly file: PythonFile;
  readonly name: string;
  readonly scope: number;
  readonly offset: number;
}

/**
 * The words that run a function which a parser of argparse keeps for its command (`parser.set_defaults(func=serve)`, Python
 * documentation, "Sub-commands"). Null where there is none, and where the command has to be given more than its name.
 */
export function parserWords(
  workspace: Workspace,
  project: PythonProject,
  owner: PythonFile,
  { name, parent }: DefinitionFact,
): readonly string[] | null {
  if (parent !== -1) return null;
  const symbol = `${owner.path}#${name}`;
  for (const file of new Set([owner, ...usersOfName(project, name).filter(isOwnCode)]))
    for (const { callee, keywords, scope, offset } of file.facts.calls) {
      if (!callee.endsWith(".set_defaults")) continue;
      const isKept = keywords.some(
        ({ value }) => value.kind === "name" && symbolOf(project, file, value.path) === symbol,
      );
      const parser = { file, name: callee.slice(0, -".set_defaults".length), scope, offset };
      const words = isKept ? pathOf(workspace, project, parser, 0) : null;
      if (words !== null && words.length > 1) return words;
    }
  return null;
}

/** What is called to get to a parser: its program, and the names of the commands on the way. */
function pathOf(workspace: Workspace, project: PythonProject, parser: Parser, depth: number): readonly string[] | null {
  const { file, scope } = parser;
  const made = madeBy(parser);
  if (depth > MAX_DEPTH || needsWords(parser)) return null;
  if (!made?.callee.endsWith(".add_parser")) return made === null ? null : programOf(workspace, project, file);
  const word = project.string(file, made.arguments[0], scope);
  const group = { ...parser, name: made.callee.slice(0, -".add_parser".length), offset: made.offset };
  const outer = madeBy(group)?.callee;
  const before = outer?.endsWith(".add_subparsers")
    ? pathOf(workspace, project, { ...group, name: outer.slice(0, -".add_subparsers".length) }, depth + 1)
    : // `def add_commands(subparsers)`: where they are handed to is the program itself.
      file.facts.definitions[scope]?.parameters.some(({ name }) => name === group.name)
      ? programOf(workspace, project, file)
      : null;
  return word === null || before === null ? null : [...before, word];
}

/** The call that made what a name stands for. */
function madeBy({ file, name, scope, offset }: Parser): CallFact | null {
  const { assignments, calls } = file.facts;
  if (name.endsWith("()"))
    return calls.findLast(call => call.callee === name.slice(0, -2) && call.offset <= offset) ?? null;
  const value = assignments.findLast(
    each => each.target === name && each.scope === scope && each.offset < offset,
  )?.value;
  return value?.kind === "call" ? value : null;
}

function needsWords(parser: Parser): boolean {
  const names = withGroups(parser);
  return parser.file.facts.calls.some(call => {
    const owner = ADDS.exec(call.callee)?.[1] ?? "";
    return call.scope === parser.scope && names.has(owner.replace(MADE_GROUPS, "")) && addsNeeded(call);
  });
}

/** `add_argument("path")`, `add_argument("--path", required=True)`, and a group of which one has to be given. */
export function addsNeeded(call: CallFact): boolean {
  const made = ADDS.exec(call.callee)?.[2];
  const [first] = call.arguments;
  const nargs = keywordOf(call, "nargs");
  const isPlaced = made === "argument" && first?.kind === "string" && !first.value.startsWith("-");
  const isLeft = nargs?.kind === "string" && /^[?*]$/.test(nargs.value);
  const required = keywordOf(call, "required");
  return made !== undefined && ((isPlaced && !isLeft) || (required?.kind === "constant" && required.value === true));
}

const ADDS = /^(.+)\.add_(argument|mutually_exclusive_group)$/;
const MADE_GROUPS = /(?:\.add_(?:argument|mutually_exclusive)_group\(\))+$/;

/** A parser's name and those of its groups, whose arguments are the parser's. */
function withGroups({ file, name, scope }: Parser): ReadonlySet<string> {
  const names = new Set([name]);
  for (const { target, value, scope: own } of file.facts.assignments) {
    if (own !== scope || value?.kind !== "call") continue;
    const owner = `${value.callee}()`.replace(MADE_GROUPS, "");
    if (owner !== `${value.callee}()` && names.has(owner)) names.add(target);
  }
  return names;
}

/** The one console script that loads a file, or the file itself where it is run. */
function programOf(workspace: Workspace, project: PythonProject, file: PythonFile): readonly string[] | null {
  const next = importedBy(project);
  const [script, ...others] = consoleScripts(workspace, project).filter(({ target }) => {
    const from = project.module(target.split(":", 1)[0] ?? "", "");
    return from === file || (from !== undefined && (next.get(from.path) ?? []).includes(file.path));
  });
  if (script) return others.length === 0 ? [script.name] : null;
  const isRun = file.facts.calls.some(({ scope, offset }) => scope === -1 && isMainGuarded(file.facts, offset));
  return isRun ? scriptWords({ workspace, project }, file) : null;
}
