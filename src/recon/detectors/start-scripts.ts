import { joinPath, nameOf, parentOf } from "../../model/paths";
import { readCommand } from "../commands/read-command";
import { simpleCommands } from "../commands/simple-commands";
import { shellEvidence } from "../commands/shell-evidence";
import { defineDetector, type DetectContext } from "../define-detector";
import { dockerfilePaths, DOCKERFILE_GLOBS } from "../docker/dockerfiles";
import { imageFacts, workspaceFolder } from "../docker/image-facts";
import { SCRIPT_GLOBS } from "../docker/scripts";
import { resolveTarget } from "../targets/resolve-target";

const NAMES =
  /(?:^|[-_.])(?:start|run|serve|server|boot|bootstrap|launch|entrypoint|web|app|worker|celery|beat|prod|gunicorn|uvicorn|deploy)(?:[-_.]|$)/i;

/** Shell scripts by whose name a person starts the application: weaker than what deploys it, surer than its code alone. */
export const detector = defineDetector({
  id: "start-scripts",
  title: "Start scripts",
  reads: { files: [...SCRIPT_GLOBS, ...DOCKERFILE_GLOBS] },
  detect: context =>
    context.files.flatMap(path => {
      if (dockerfilePaths([path]).length > 0) return [];
      const text = context.workspace.text(path);
      const name = nameOf(path);
      if (
        text === null ||
        !NAMES.test(name) ||
        !isShell(path, text) ||
        /(?:^|\/)(?:tests?|docs?|examples?|ci|\.github)\//.test(path)
      )
        return [];
      const inside = imageFolder(context, text);
      const folder = inside?.folder ?? startFolder(context, path, text);
      return shellEvidence(
        context,
        { text: inside?.text ?? text, path, offset: 0, folder, confidence: "medium" },
        { source: "task-runner", name: null, roles: ["serve", "worker", "beat", "migrate", "static"] },
      );
    }),
});

/** `cd /opt/shop` where an image has that folder from the workspace: the folder there, and the text without that line. */
function imageFolder({ workspace }: DetectContext, text: string): { folder: string; text: string } | null {
  const match = /^[ \t]*cd[ \t]+(\/[\w./-]+)[ \t]*$/m.exec(text);
  if (!match?.[1]) return null;
  const target = match[1].replace(/\/+$/, "");
  for (const path of dockerfilePaths(workspace.paths(...DOCKERFILE_GLOBS))) {
    const folder = workspaceFolder(workspace, imageFacts(workspace, path)?.copies ?? [], target);
    if (folder !== null) return { folder, text: text.replace(match[0], line => " ".repeat(line.length)) };
  }
  return null;
}

function isShell(path: string, text: string): boolean {
  return /\.(?:sh|bash)$/.test(path) || /^#!.*\b(?:ba|da|z|k)?sh\b/.test(text.slice(0, 80).split("\n", 1)[0] ?? "");
}

/**
 * A script in `bin` or `scripts` is called from a project above, the nearest that has what it starts; one that changes into
 * its own folder says so.
 */
function startFolder({ workspace, project }: DetectContext, path: string, text: string): string {
  const own = parentOf(path);
  const commands = simpleCommands(text);
  const change = commands.find(({ words }) => words[0] === "cd")?.words[1] ?? "";
  if (/dirname|BASH_SOURCE/.test(change)) return change.endsWith("/..") ? parentOf(own) : own;
  const levels = [own];
  for (let level = own; SCRIPT_FOLDER.test(nameOf(level)); level = parentOf(level)) levels.push(parentOf(level));
  const inner = /^[/$~]/.test(change) ? "" : change;
  const targets = commands.flatMap(({ words }) => readCommand(words)?.target.split(" ", 1) ?? []);
  const isThere = (level: string): boolean =>
    targets.some(target => resolveTarget(workspace, project, target, [joinPath(level, inner)]).status === "found");
  return levels.find(isThere) ?? levels.at(-1) ?? own;
}

const SCRIPT_FOLDER = /^(?:bin|scripts?|tools|docker|deploy|ops)$/;
