import { asText, at, entries, items, type DataNode } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import { makeTargets } from "./make-targets";

/** The command texts of a build script, variables of makefiles expanded; one text may hold several lines. */
export function commandLines(workspace: Workspace, path: string, kind: string, text: string): readonly string[] {
  switch (kind) {
    case "make":
    case "just":
      return makeTargets(text).flatMap(({ lines }) => lines.map(line => line.text));
    case "ci":
    case "task":
    case "skaffold":
      return /\.ya?ml$/.test(path) ? scriptsIn(workspace.data(path).root) : quotedCommands(text);
    case "tox":
      return entries(workspace.data(path).root).flatMap(({ value }) => [
        asText(at(value, "commands")) ?? "",
        asText(at(value, "commands_pre")) ?? "",
      ]);
    case "shell":
      return [text];
    case "procfile":
      return text.split("\n").map(line => line.replace(/^\s*[\w-]+\s*:/, ""));
    default:
      return quotedCommands(text);
  }
}

/** `sh 'make test'`, `c.run("pytest")`, `session.run("pytest", "-q")`. */
function quotedCommands(text: string): readonly string[] {
  return text.split("\n").flatMap(line => {
    const found: string[] = [];
    for (const match of line.slice(0, 2000).matchAll(/(["'])([^"']{2,300})\1/g)) found.push(match[2] ?? "");
    return /session\.run|\.run\(/.test(line) ? [found.join(" ")] : found;
  });
}

const SCRIPT_KEYS = new Set([
  "run",
  "script",
  "before_script",
  "after_script",
  "commands",
  "command",
  "cmds",
  "cmd",
  "bash",
  "steps",
  "args",
  "install",
  "before_install",
  "after_success",
  "deploy",
  "pre_build",
  "build",
  "post_build",
]);

function scriptsIn(node: DataNode | null): readonly string[] {
  const found: string[] = [];
  const visit = (current: DataNode | null | undefined, isScript: boolean): void => {
    if (!current) return;
    if (current.kind === "scalar") {
      if (isScript) found.push((asText(current) ?? "").replace(/\$\{\{[^}]*\}\}/g, "X"));
    } else if (current.kind === "list") for (const item of items(current)) visit(item, isScript);
    else for (const { key, value } of entries(current)) visit(value, SCRIPT_KEYS.has(key));
  };
  visit(node, false);
  return found;
}
