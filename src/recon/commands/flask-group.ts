import type { DetectContext } from "../define-detector";
import { resolveTarget } from "../targets/resolve-target";
import { readCommand } from "./read-command";
import type { CommandReading } from "./reading";

/**
 * `python manage.py run -h 0.0.0.0` where the file makes a group of Flask's own commands, which has Flask's `run` (Flask:
 * "Custom Scripts"). Null for every other command.
 */
export function flaskGroupReading(
  { workspace, project }: Pick<DetectContext, "workspace" | "project">,
  { words }: CommandReading,
  folders: readonly string[],
): CommandReading | null {
  const at = words.findIndex(word => word.endsWith(".py"));
  if (at < 0 || !words.slice(at + 1).includes("run")) return null;
  const { file } = resolveTarget(workspace, project, words[at] ?? "", folders);
  const isGroup = file?.facts.imports.some(
    ({ module, names }) => module === "flask.cli" && names?.some(({ name }) => name === "FlaskGroup"),
  );
  const read = isGroup === true ? readCommand(["flask", ...words.slice(at + 1)]) : null;
  return read?.role === "serve" ? { ...read, words, tool: "manager" } : null;
}
