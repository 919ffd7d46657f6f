import type { PythonFile, PythonProject } from "../../python/project";
import type { DetectContext } from "../define-detector";
import { resolveTarget } from "../targets/resolve-target";
import { readCommand } from "./read-command";
import type { CommandReading } from "./reading";

/**
 * `python manage.py run -h 0.0.0.0` where the file, or one that it imports, makes a group of Flask's own commands, which has
 * Flask's `run` (Flask: "Custom Scripts"), also under another name: `add_command(run_command, "runserver")`. Null for every
 * other command.
 */
export function flaskGroupReading(
  { workspace, project }: Pick<DetectContext, "workspace" | "project">,
  { words }: CommandReading,
  folders: readonly string[],
): CommandReading | null {
  const at = words.findIndex(word => word.endsWith(".py"));
  const rest = words.slice(at + 1);
  if (at < 0 || rest.length === 0) return null;
  // Only the image knows where in it the code lies: `/app/manage.py`.
  const script = (words[at] ?? "").replace(/^\/.*\//, "");
  const { file } = resolveTarget(workspace, project, script, folders);
  const group = file && groupOf(project, file);
  const names = group ? namesOfRun(project, group) : [];
  const verb = rest.findIndex(word => names.includes(word));
  const read = verb < 0 ? null : readCommand(["flask", ...rest.with(verb, "run")]);
  return read?.role === "serve" ? { ...read, words, tool: "manager" } : null;
}

/** The file that makes the group. */
function groupOf(project: PythonProject, file: PythonFile): PythonFile | undefined {
  const imported = file.facts.imports.flatMap(({ module, level }) =>
    level > 0 ? [] : (project.module(module, file.path) ?? []),
  );
  return [file, ...imported].find(({ facts }) =>
    facts.imports.some(
      ({ module, names }) => module === "flask.cli" && names?.some(({ name }) => name === "FlaskGroup"),
    ),
  );
}

/** `run`, unless a command of the project's own takes its name, and what else it is called. */
function namesOfRun(project: PythonProject, group: PythonFile): readonly string[] {
  const { calls, definitions } = group.facts;
  const isReplaced = calls.some(
    ({ callee, decorator, arguments: [name] }) =>
      decorator && callee.endsWith(".command") && name?.kind === "string" && name.value === "run",
  );
  const isOwn = definitions.some(
    ({ name, decorators }) =>
      name === "run" &&
      decorators.some(each => each.kind === "call" && /\.command$/.test(each.callee) && each.arguments.length === 0),
  );
  const given = calls.flatMap(({ callee, arguments: [command, second], keywords }) => {
    const isRun =
      callee.endsWith(".add_command") &&
      command?.kind === "name" &&
      project.qualify(group, command.path) === "flask.cli.run_command";
    const name = second ?? keywords.find(keyword => keyword.name === "name")?.value;
    return isRun && name?.kind === "string" ? name.value : [];
  });
  return isReplaced || isOwn ? given : ["run", ...given];
}
