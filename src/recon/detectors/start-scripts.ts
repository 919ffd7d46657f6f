import { nameOf, parentOf } from "../../model/paths";
import { simpleCommands } from "../commands/simple-commands";
import { shellEvidence } from "../commands/shell-evidence";
import { defineDetector } from "../define-detector";
import { SCRIPT_GLOBS } from "../docker/scripts";

const NAMES =
  /(?:^|[-_.])(?:start|run|serve|server|boot|bootstrap|launch|entrypoint|web|app|worker|celery|beat|prod|gunicorn|uvicorn|deploy)(?:[-_.]|$)/i;

/** Shell scripts by whose name a person starts the application: weaker than what deploys it, surer than its code alone. */
export const detector = defineDetector({
  id: "start-scripts",
  title: "Start scripts",
  reads: { files: [...SCRIPT_GLOBS] },
  detect: context =>
    context.files.flatMap(path => {
      const text = context.workspace.text(path);
      const name = nameOf(path);
      if (
        text === null ||
        !NAMES.test(name) ||
        !isShell(path, text) ||
        /(?:^|\/)(?:tests?|docs?|examples?|ci|\.github)\//.test(path)
      )
        return [];
      const folder = startFolder(path, text);
      return shellEvidence(
        context,
        { text, path, offset: 0, folder, confidence: "medium" },
        { source: "task-runner", name: null, roles: ["serve", "worker", "beat", "migrate", "static"] },
      );
    }),
});

function isShell(path: string, text: string): boolean {
  return /\.(?:sh|bash)$/.test(path) || /^#!.*\b(?:ba|da|z|k)?sh\b/.test(text.slice(0, 80).split("\n", 1)[0] ?? "");
}

/** A script in `bin` or `scripts` is called from the project above; one that changes into its own folder says so. */
function startFolder(path: string, text: string): string {
  const own = parentOf(path);
  const change = simpleCommands(text).find(({ words }) => words[0] === "cd")?.words[1] ?? "";
  if (/dirname|BASH_SOURCE/.test(change)) return change.endsWith("/..") ? parentOf(own) : own;
  return /(?:^|\/)(?:bin|scripts?|tools|docker|deploy|ops)$/.test(own) ? parentOf(own) : own;
}
