import type { Workspace } from "../../workspace/workspace";
import { nameOf } from "../../model/paths";
import { shellVariables, type ShellVariable } from "./shell-variables";

/** Names that shell scripts which start containers have by custom. */
const CUSTOMARY =
  /^(?:docker-)?(?:entry-?point|entrypoint|start|run|boot|bootstrap|launch|init|serve|web|worker|gunicorn|prestart|start-reload|cmd)[\w.-]*(?:\.sh)?$/i;
const HELPER_FOLDERS = /(?:^|\/)(?:\.github|\.circleci|ci|tests?|hack|dev|devtools|docs?|examples?|deploy\/.*\/ci)\//;

export interface ScriptVariable extends ShellVariable {
  readonly path: string;
}

/**
 * Variables that entry scripts and start commands take from outside: scripts named in a Dockerfile, Compose file or
 * Procfile, or by custom; the commands of Procfiles and Dockerfiles themselves.
 */
export function entryScriptVariables(workspace: Workspace, files: readonly string[]): readonly ScriptVariable[] {
  const starters = files.filter(path => isStarter(path));
  const mentions = starters.map(path => workspace.text(path) ?? "").join("\n");
  const scripts = files.filter(path => {
    const base = nameOf(path);
    if (isStarter(path) || HELPER_FOLDERS.test(path)) return false;
    if (!/\.(?:sh|bash)$/.test(base) && !isShell(workspace.text(path) ?? "")) return false;
    return CUSTOMARY.test(base) || mentions.includes(base);
  });
  const found = scripts.flatMap(path => shellVariables(workspace.text(path) ?? "").map(one => ({ ...one, path })));
  for (const path of starters) found.push(...commandVariables(workspace.text(path) ?? "", path));
  return found;
}

function isStarter(path: string): boolean {
  const base = nameOf(path);
  return (
    /^Procfile/.test(base) ||
    /dockerfile/i.test(base) ||
    /^(?:docker-)?compose[\w.-]*\.ya?ml$/.test(base) ||
    base.endsWith(".service")
  );
}

function isShell(text: string): boolean {
  return /^#!.{0,40}\b(?:ba|da|k|z)?sh\b/.test(text);
}

/** `Environment="POOL=solo"` of a unit of systemd, with the name and the value (systemd.exec, "Environment="). */
export const UNIT_VARIABLE = /^Environment=["']?([A-Za-z_]\w*)=(.*?)["']?[ \t]*$/gm;

/** Lines whose commands take variables, and those that give them a value, by the kind of file. */
const COMMANDS: readonly (readonly [RegExp, RegExp, RegExp])[] = [
  [/(?:^|\/)Procfile[^/]*$/, /^[\w-]+:.*$/gm, /(?!)/gm],
  [
    /dockerfile/i,
    /^[ \t]*(?:CMD|ENTRYPOINT)\b(?:.*\\\r?\n)*.*$/gim,
    /^[ \t]*(?:ENV|ARG)[ \t]+([A-Za-z_]\w*)(?:[ \t=]+(\S+))?/gm,
  ],
  [/\.service$/, /^ExecStart=(?:.*\\\r?\n)*.*$/gm, UNIT_VARIABLE],
];

/** `$PORT` in a Procfile's commands, in the shell form of CMD and ENTRYPOINT, and in what a unit of systemd starts. */
function commandVariables(text: string, path: string): readonly ScriptVariable[] {
  const [, commands, values] = COMMANDS.find(([file]) => file.test(path)) ?? [];
  if (!commands || !values) return [];
  const set = new Map([...text.matchAll(values)].map(match => [match[1] ?? "", match[2] ?? ""] as const));
  const found: ScriptVariable[] = [];
  for (const match of text.matchAll(commands)) {
    for (const one of shellVariables(match[0].replaceAll("'", '"'))) {
      const value = set.get(one.name);
      found.push({
        ...one,
        path,
        offset: match.index + one.offset,
        default: one.default ?? (value === undefined || value === "" ? null : value.replace(/^["']|["']$/g, "")),
        hasDefault: one.hasDefault || (value !== undefined && value !== ""),
      });
    }
  }
  return found;
}
