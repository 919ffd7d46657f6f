import type { CallFact, DefinitionFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { joinPath, nameOf as lastPart, parentOf } from "../../model/paths";
import { isMainGuarded } from "../../python/main-guard";
import type { Workspace } from "../../workspace/workspace";
import { isOwnCode } from "../integrations/own-code";
import { keywordOf } from "../../python/values";
import { importedFile } from "../django/sites";
import { scriptWords } from "../targets/script-command";
import { consoleScripts } from "./console-scripts";

/** Groups inside groups are followed this far. */
const MAX_DEPTH = 6;

/**
 * The words that run a function which click or Typer made a command: the console script, or `python` and the file, then
 * the names of its groups and its own. Null where the function is no command, or where nothing starts its outermost group.
 */
export function commandWords(
  workspace: Workspace,
  project: PythonProject,
  file: PythonFile,
  definition: DefinitionFact,
): readonly string[] | null {
  for (const decorator of definition.decorators) {
    if (isAlone(project, file, decorator)) return scriptOf(workspace, project, file, definition.name);
    const found = decoratedBy(decorator, "command");
    if (!found) continue;
    const path =
      new Groups(workspace, project).path(file, found.owner, 0) ??
      handedOn(workspace, project, file, found.owner, definition);
    if (path) return [...path, nameOf(project, file, found.call, definition.name)];
  }
  return null;
}

/** `@click.command()` outside of any group: the name that it is given only stands in its help. */
function isAlone(project: PythonProject, file: PythonFile, decorator: Value): boolean {
  const path = decorator.kind === "call" ? decorator.callee : decorator.kind === "name" ? decorator.path : "";
  return /(?:^|\.)command$/.test(path) && project.qualify(file, path) === "click.command";
}

/** The console script whose target is a function. */
function scriptOf(
  workspace: Workspace,
  project: PythonProject,
  file: PythonFile,
  name: string,
): readonly string[] | null {
  const script = consoleScripts(workspace, project).find(({ target }) => {
    const [module = "", attribute = ""] = target.split(":");
    return attribute === name && project.module(module, "") === file;
  });
  return script ? [script.name] : null;
}

/**
 * Names of the commands that a program declares with click, Typer or the subparsers of argparse: in its file, and in
 * what that imports.
 */
export function declaredCommands(project: PythonProject, path: string): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const { from, to, kind } of project.imports) {
    if (kind !== "typing") next.set(from, [...(next.get(from) ?? []), to]);
  }
  const seen = new Set<string>();
  const main = nameOfMain(path);
  const waiting = [path, ...(main !== null && project.file(main) ? [main] : [])];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    waiting.push(...(next.get(at) ?? []));
  }
  return new Set([...seen].flatMap(each => commandsOf(project, each)));
}

/** `python -m shop` runs `shop/__main__.py` beside the package's own file. */
function nameOfMain(path: string): string | null {
  return lastPart(path) === "__init__.py" ? joinPath(parentOf(path), "__main__.py") : null;
}

function commandsOf(project: PythonProject, path: string): readonly string[] {
  const file = project.file(path);
  if (!file || !isOwnCode(file)) return [];
  const decorated = file.facts.definitions.flatMap(({ decorators, name }) =>
    decorators.flatMap(decorator => {
      const found = decoratedBy(decorator, "command") ?? decoratedBy(decorator, "group");
      return found ? [nameOf(project, file, found.call, name)] : [];
    }),
  );
  const parsers = file.facts.calls.flatMap(({ callee, arguments: [first], scope }) =>
    callee.endsWith(".add_parser") ? (project.string(file, first, scope) ?? []) : [],
  );
  return [...decorated, ...parsers];
}

/** `def add_commands(app): @app.command() …`: where the project has one console script, that is what it is handed to. */
function handedOn(
  workspace: Workspace,
  project: PythonProject,
  file: PythonFile,
  owner: string,
  { parent }: DefinitionFact,
): readonly string[] | null {
  const [only, ...others] = consoleScripts(workspace, project);
  const isParameter = file.facts.definitions[parent]?.parameters.some(({ name }) => name === owner) ?? false;
  return isParameter && only && others.length === 0 ? [only.name] : null;
}

/** `@group.command("name")`, `@group.command()` and, as click 8 allows, `@group.command`. */
function decoratedBy(decorator: Value, kind: "command" | "group"): { owner: string; call: CallFact | null } | null {
  const path = decorator.kind === "call" ? decorator.callee : decorator.kind === "name" ? decorator.path : "";
  if (!path.endsWith(`.${kind}`)) return null;
  return { owner: path.slice(0, -kind.length - 1), call: decorator.kind === "call" ? decorator : null };
}

/** A command is called after its function, with dashes, unless it is given a name. */
function nameOf(project: PythonProject, file: PythonFile, call: CallFact | null, own: string): string {
  return (call && givenName(project, file, call)) ?? own.toLowerCase().replaceAll("_", "-");
}

function givenName(project: PythonProject, file: PythonFile, call: CallFact): string | null {
  return project.string(file, keywordOf(call, "name") ?? call.arguments[0], call.scope);
}

/** A group where it is made: an object or a function of a module. */
interface Group {
  readonly file: PythonFile;
  readonly name: string;
}

class Groups {
  readonly #workspace: Workspace;
  readonly #project: PythonProject;

  constructor(workspace: Workspace, project: PythonProject) {
    this.#workspace = workspace;
    this.#project = project;
  }

  /** The words that lead to a group, by the name that a file has for it. */
  path(file: PythonFile, owner: string, depth: number): readonly string[] | null {
    const group = this.#made(file, owner, depth);
    if (!group || depth > MAX_DEPTH) return null;
    return this.#asGroup(group, depth) ?? this.#asMember(group, depth) ?? this.#asRoot(group);
  }

  /** Follows imports to where a name is made. */
  #made(file: PythonFile, path: string, depth: number): Group | null {
    if (depth > MAX_DEPTH) return null;
    const [name = "", ...rest] = path.split(".");
    const { definitions, assignments, imports } = file.facts;
    const isOwn =
      definitions.some(each => each.parent === -1 && each.name === name) ||
      assignments.some(({ scope, target }) => scope === -1 && target === name);
    if (isOwn) return rest.length === 0 ? { file, name } : null;
    for (const { module, level, names } of imports) {
      const bound = names?.find(({ as }) => as === name);
      if (!bound) continue;
      const inside = module === "" ? bound.name : `${module}.${bound.name}`;
      const source =
        rest.length === 0
          ? importedFile(this.#project, file, module, level)
          : importedFile(this.#project, file, inside, level);
      return source && source !== file
        ? this.#made(source, rest.length === 0 ? bound.name : rest.join("."), depth + 1)
        : null;
    }
    return null;
  }

  /** `@parent.group("name") def group(): …` */
  #asGroup({ file, name }: Group, depth: number): readonly string[] | null {
    const definition = file.facts.definitions.find(each => each.parent === -1 && each.name === name);
    for (const decorator of definition?.decorators ?? []) {
      const found = decoratedBy(decorator, "group");
      const path = found && this.path(file, found.owner, depth + 1);
      if (path) return [...path, nameOf(this.#project, file, found.call, name)];
    }
    return null;
  }

  /** `parent.add_typer(group, name="db")` and `parent.add_command(group, "db")`, wherever they stand. */
  #asMember(group: Group, depth: number): readonly string[] | null {
    for (const file of this.#project.files) {
      if (!isOwnCode(file)) continue;
      for (const call of file.facts.calls) {
        if (!/\.add_(?:typer|command)$/.test(call.callee)) continue;
        const [given, named] = call.arguments;
        const made = given?.kind === "name" ? this.#made(file, given.path, depth) : null;
        if (made?.file !== group.file || made.name !== group.name) continue;
        const path = this.path(file, call.callee.slice(0, call.callee.lastIndexOf(".")), depth + 1);
        const own =
          this.#project.string(file, keywordOf(call, "name") ?? named, call.scope) ??
          this.#declaredName(group) ??
          (call.callee.endsWith("add_command") ? group.name.replaceAll("_", "-") : null);
        // A Typer without a name puts its commands among those of its parent.
        if (path) return own === null ? path : [...path, own];
      }
    }
    return null;
  }

  /** `db = typer.Typer(name="db")`, and `@click.group("db")` above the group's function. */
  #declaredName({ file, name }: Group): string | null {
    const made = file.facts.assignments.find(({ target, scope }) => scope === -1 && target === name);
    if (made?.value?.kind === "call") return this.#project.string(file, keywordOf(made.value, "name"), made.scope);
    const definition = file.facts.definitions.find(each => each.parent === -1 && each.name === name);
    const calls = (definition?.decorators ?? []).map(decorator => decoratedBy(decorator, "group")?.call ?? null);
    return calls.flatMap(call => (call && givenName(this.#project, file, call)) ?? [])[0] ?? null;
  }

  /** What starts a group that is in no other: a console script of it, or of its module's, or its own file. */
  #asRoot({ file, name }: Group): readonly string[] | null {
    const targets = consoleScripts(this.#workspace, this.#project).map(script => {
      const [module = "", attribute = ""] = script.target.split(":");
      const from = this.#project.files.find(each => each.module === module);
      return { script, from, made: from ? this.#made(from, attribute, 0) : null };
    });
    const script =
      targets.find(({ made }) => made?.file === file && made.name === name) ??
      targets.find(({ from, made }) => from === file || made?.file === file);
    if (script) return [script.script.name];
    const isRun = file.facts.calls.some(({ callee, offset }) => callee === name && isMainGuarded(file.facts, offset));
    return isRun ? scriptWords({ workspace: this.#workspace, project: this.#project }, file) : null;
  }
}
