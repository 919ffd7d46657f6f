import type { CallFact } from "../../python/facts";
import { eachCall } from "../../python/each-call";
import type { PythonFile, PythonProject } from "../../python/project";
import type { Evidence } from "../../model/evidence";
import type { Place } from "../../model/place";
import { readCommand } from "../commands/read-command";
import { readServerConfiguration } from "../commands/server-configuration";
import { simpleCommands } from "../commands/simple-commands";
import { defineDetector } from "../define-detector";
import { SCRIPT_GLOBS } from "../docker/scripts";
import { supervisorPrograms } from "../docker/supervisor-programs";
import { among, isProductionCode } from "../integrations/own-code";

/** Programs that stay running and belong into a container of their own. */
const DAEMONS =
  /^(?:nginx|apache2|httpd|redis-server|postgres|mysqld|mariadbd|mongod|rabbitmq-server|memcached|cron|crond|supercronic|supervisord|celery|gunicorn|uvicorn|hypercorn|daphne|rq|rqworker|dramatiq|huey_consumer|flower)$/;
const STARTERS = new Set("Popen run call check_call system create_subprocess_exec create_subprocess_shell".split(" "));
const STAYS = new Set(["serve", "worker", "beat", "monitor"]);

const IN_CODE = among(isProductionCode, eachCall(STARTERS, inCode));

/**
 * Several long-running processes that one command starts: supervisors, background jobs of a start script, daemons attached to
 * uWSGI, servers and workers started from Python.
 */
export const detector = defineDetector({
  id: "readiness-many-processes",
  title: "Several processes in one",
  reads: { everything: true, files: [...SCRIPT_GLOBS, "supervisord*.conf", "**/supervisor/*.conf", "**/*uwsgi*.ini"] },
  detect({ workspace, project, files, each }) {
    const inFiles = files.flatMap(path => {
      const text = workspace.text(path);
      if (text === null || /(?:^|\/)(?:tests?|docs?|examples?|\.?ci|\.github)\//.test(path)) return [];
      if (/\.(?:conf|ini)$/.test(path)) {
        const programs = supervisorPrograms(workspace, path);
        const [, second] = programs;
        if (second)
          return [
            finding(workspace.place(path, second.offset), `${programs.length} programs are started by one supervisor`),
          ];
        const attached = readServerConfiguration(workspace, project, path)?.attached ?? [];
        return attached.flatMap(({ text: command, offset }) => {
          const [first] = simpleCommands(command);
          // uWSGI keeps what it attaches running; hooks such as `exec-pre-app` end before the server starts.
          return first && (isDaemon(first.words) || isOwnProcess(first.words))
            ? [
                finding(
                  workspace.place(path, offset),
                  `${first.words.slice(0, 3).join(" ")} runs beside the web server`,
                ),
              ]
            : [];
        });
      }
      const commands = simpleCommands(text);
      return commands.flatMap(({ words, isBackground, offset }) =>
        isBackground && isDaemon(words)
          ? [finding(workspace.place(path, offset), `${words[0] ?? ""} is started in the background of a script`)]
          : [],
      );
    });
    const found = each(IN_CODE);
    return [...inFiles, ...found];
  },
});

function inCode(project: PythonProject, file: PythonFile, call: CallFact): readonly Evidence[] {
  const name = project.qualify(file, call.callee, call.scope);
  if (!/^(?:subprocess|os|asyncio)\./.test(name)) return [];
  const [first] = call.arguments;
  const items = first?.kind === "sequence" ? first.items : first ? [first] : [];
  const texts = items.map(item => project.string(file, item, call.scope) ?? "");
  const words = items.length === 1 ? (texts[0] ?? "").trim().split(/\s+/) : texts;
  return isDaemon(words)
    ? [finding(project.place(file, call.offset), `${words[0] ?? ""} is started from the application`)]
    : [];
}

function finding(place: Place, what: string) {
  return {
    claim: "readiness" as const,
    rule: "many-processes",
    what,
    why: "A container is watched by its first process alone: when another one ends, nothing restarts it, and all share one log and one limit.",
    place,
    fix: "Make a service of each process, with the same image and a command of its own.",
  };
}

/** A management command or script of the application's own that is neither a migration nor a preparation. */
function isOwnProcess(words: readonly string[]): boolean {
  const read = readCommand(words);
  return (
    read !== null &&
    read.role !== "migrate" &&
    read.role !== "static" &&
    /(?:^|\/)(?:manage|\w+)\.py$/.test(words.find(word => word.endsWith(".py")) ?? "")
  );
}

function isDaemon(words: readonly string[]): boolean {
  const program = words[0]?.split("/").at(-1) ?? "";
  if (words.some(word => /^(?:--version|--help|-V|-t|status|stop|ping|inspect|purge|control)$/.test(word)))
    return false;
  if (DAEMONS.test(program)) {
    const read = readCommand(words);
    return read === null || STAYS.has(read.role);
  }
  const read = readCommand(words);
  return read !== null && STAYS.has(read.role);
}
