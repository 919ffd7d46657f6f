import { effective } from "../../../docker/compose/project";
import { defineRule } from "../../define-rule";
import { replace, shorten, suggestion } from "../../query/fixing";
import { allServices, waitsOf } from "../../query/projects";
import { imageOf } from "../../query/service-urls";
import { startScript } from "../../query/start-scripts";
import { valueOf } from "../../query/start-variables";
import { startsOf } from "../../query/starts";
import type { Start } from "../../query/starts";
import type { ShellCommand } from "../../../docker/shell/types";
import type { Place } from "../../../model/place";
import { readCommand } from "../../../recon/commands/read-command";
import type { WorkspaceContext } from "../../workspace-context";

/** Words of a command or a script that wait for the database themselves. */
const WAITING =
  /wait[-_]?for|wait[-_]on|wait_|\bdockerize\b|\bnc\b|\buntil\b|\bwhile\b|\bfor\b|\bsleep\b|pg_isready|mysqladmin|retry/i;

/** `python ping.py`, `python -m shop.wait`: no command that is known. */
function isOwnProgram({ words }: Pick<ShellCommand, "words">): boolean {
  const [program = "", ...rest] = words.map(valueOf);
  return /^(?:.*\/)?python[\d.]*$/.test(program) && readCommand([program, ...rest])?.role === "script";
}

/** What a service does at its start: where it migrates, null where it does not, or something that is not seen may wait first. */
function migrationOf(context: WorkspaceContext, own: readonly Start[]): Place | null {
  let found: Place | null = null;
  // A program of one's own before the migration may wait as well.
  let mayHaveWaited = false;
  for (const start of own) {
    const script = startScript(context, start);
    const text = start.words.map(valueOf).join(" ");
    if (script === "hidden") return null;
    if (script === null) {
      if (WAITING.test(text) || /\.sh\b|entrypoint/.test(text)) return null;
      if (start.reading?.role === "migrate" && !mayHaveWaited) found ??= context.placeOf(start.path, start.span);
      mayHaveWaited ||= isOwnProgram(start);
      continue;
    }
    // A script behind this one may wait.
    if (WAITING.test(script.text) || script.commands.some(({ name }) => /^(?:\.|source)$|\.sh$/.test(name ?? "")))
      return null;
    const at = script.commands.findIndex(
      ({ words }) => words.length > 0 && readCommand(words.map(word => word.text))?.role === "migrate",
    );
    const command = script.commands[at];
    mayHaveWaited ||= (at === -1 ? script.commands : script.commands.slice(0, at)).some(isOwnProgram);
    if (command !== undefined && !mayHaveWaited) found ??= context.placeOf(script.path, command.span);
  }
  return found;
}

export const rule = defineRule({
  target: "workspace",
  id: "database-without-health-condition",
  code: "DD3013",
  severity: "warning",
  mirrors: [],
  what: "A service that migrates at its start waits for its database to be started, not to be ready.",
  why: "A database needs seconds until it answers; the migration fails whenever it is slower than the service.",
  todo: "Give the database a health check, and wait with `condition: service_healthy`.",
  bad: {
    "compose.yaml":
      'services:\n  web:\n    image: shop:1\n    command: sh -c "python manage.py migrate && exec gunicorn shop.wsgi"\n    depends_on:\n      db:\n        condition: «service_started»\n  db:\n    image: postgres:17\n    healthcheck:\n      test: ["CMD", "pg_isready"]\n',
  },
  good: {
    "compose.yaml":
      'services:\n  web:\n    image: shop:1\n    command: sh -c "python manage.py migrate && exec gunicorn shop.wsgi"\n    depends_on:\n      db:\n        condition: service_healthy\n  db:\n    image: postgres:17\n    healthcheck:\n      test: ["CMD", "pg_isready"]\n',
  },
  check: context => {
    const starts = startsOf(context);
    for (const service of allServices(context)) {
      const own = starts.filter(each => each.service === service);
      const migration = migrationOf(context, own);
      if (migration === null) continue;
      for (const { part, dependency, target } of waitsOf(service, "service_started")) {
        if (imageOf(target)?.kind !== "database") continue;
        const isChecked = effective(target.parts, each => each.healthcheck) !== null;
        const isWritten = dependency.conditionSpan !== dependency.span;
        context.report(
          part.file.path,
          dependency.conditionSpan,
          `\`${shorten(service.name, 24)}\` migrates at its start, when \`${shorten(dependency.name, 24)}\` may not answer yet. Wait with \`condition: service_healthy\`.`,
          {
            related: [migration],
            fixes:
              isChecked && isWritten
                ? [suggestion("Wait Until It Is Healthy", replace(dependency.conditionSpan, "service_healthy"))]
                : [],
          },
        );
      }
    }
  },
});
