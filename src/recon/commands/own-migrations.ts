import type { CallFact, DefinitionFact } from "../../python/facts";
import { oncePerFacts } from "../../python/once-per-facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { isOwnCode } from "../integrations/own-code";
import type { DetectContext } from "../define-detector";
import { withoutFolder } from "../../model/paths";
import { functionsAround } from "../targets/reach";
import { commandWords } from "./command-paths";

/** A command of the project's own that brings the database up to date. */
export interface OwnMigration {
  readonly tool: "alembic" | "flask-migrate";
  readonly command: readonly string[];
  readonly file: PythonFile;
  readonly offset: number;
}

const UPGRADES: Readonly<Record<string, OwnMigration["tool"]>> = {
  "alembic.command.upgrade": "alembic",
  "flask_migrate.upgrade": "flask-migrate",
};

/**
 * Alembic and Flask-Migrate behind the project's own command line: `shop db upgrade`, where the function of that command,
 * or one that it calls, runs the upgrade; and `python manage.py db upgrade` of Flask-Script.
 */
export function ownMigration(context: DetectContext): OwnMigration | null {
  const { project, workspace, unit } = context;
  // The same for each unit, but for the folder that a script is started in.
  const found = project.keep("own migration", [workspace.contents], () => anyMigration(context));
  return found && { ...found, command: typeof found.command === "function" ? found.command(unit) : found.command };
}

type Located = Omit<OwnMigration, "command"> & {
  readonly command: readonly string[] | ((unit: string) => readonly string[]);
};

/** Calls that may bring a database up to date, or add a command that does. */
const upgradeCalls = oncePerFacts(({ calls }): readonly CallFact[] =>
  calls.filter(({ callee }) => callee.endsWith("upgrade") || callee.endsWith(".add_command")),
);

function anyMigration(context: Pick<DetectContext, "project" | "workspace">): Located | null {
  const { project, workspace } = context;
  const files = project.files.filter(isOwnCode);
  for (const file of files) {
    for (const call of upgradeCalls(file.facts)) {
      const script = flaskScript(project, file, call);
      if (script) return script;
      const tool = UPGRADES[project.qualify(file, call.callee, call.scope)];
      if (tool === undefined) continue;
      for (const { at, definition } of callersOf(project, files, file, call)) {
        const command = commandWords(workspace, project, at, definition);
        if (command) return { tool, command, file: at, offset: definition.offset };
      }
    }
  }
  return null;
}

/** The functions around a call, from the inside out, and those that call the outermost of them. */
function callersOf(
  project: PythonProject,
  files: readonly PythonFile[],
  file: PythonFile,
  call: CallFact,
): readonly { readonly at: PythonFile; readonly definition: DefinitionFact }[] {
  const around = functionsAround(file, call.scope);
  const outermost = around.at(-1);
  if (!outermost) return [];
  const name = project.qualify(file, outermost.name);
  const others = files.flatMap(at =>
    at.facts.calls
      .filter(
        ({ callee, scope }) =>
          callee.endsWith(outermost.name) && scope >= 0 && project.qualify(at, callee, scope) === name,
      )
      .flatMap(({ scope }) => functionsAround(at, scope).map(definition => ({ at, definition }))),
  );
  return [...around.map(definition => ({ at: file, definition })), ...others];
}

/** `manager.add_command("db", MigrateCommand)` in a file that is run (Flask-Migrate 2: "Flask-Script"). */
function flaskScript(project: PythonProject, file: PythonFile, call: CallFact): Located | null {
  const [name, command] = call.arguments;
  if (!call.callee.endsWith(".add_command") || command?.kind !== "name" || file.facts.mainGuards.length === 0)
    return null;
  if (project.qualify(file, command.path, call.scope) !== "flask_migrate.MigrateCommand") return null;
  const given = project.string(file, name, call.scope);
  return given === null
    ? null
    : {
        tool: "flask-migrate",
        command: unit => ["python", withoutFolder(unit, file.path), given, "upgrade"],
        file,
        offset: call.offset,
      };
}
