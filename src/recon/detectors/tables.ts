import type { Evidence } from "../../model/evidence";
import type { PythonFile, PythonProject } from "../../python/project";
import { applicationIndex } from "../applications/application-index";
import { defineDetector, type DetectContext } from "../define-detector";
import { SCRIPT_FILES } from "../commands/console-scripts";
import { among, isOwnCode } from "../integrations/own-code";
import { statementOf, tableCommand, type TableCommand } from "../tables/table-commands";
import { dropBeside, reachOf, tableSites, type TableSite } from "../tables/table-sites";
import type { Reach } from "../targets/reach";

/** Applications that a server loads: their own programs, and what only those do, never run. */
const LOADED = new Set(["wsgi", "asgi"]);

/**
 * Who makes the tables of a web application: the application as it starts, or a command, script or main guard that a server
 * never gets to.
 */
export const detector = defineDetector({
  id: "tables",
  title: "Tables",
  reads: { files: [...SCRIPT_FILES, "*.sql"], everything: true },
  detect(context) {
    const { project } = context;
    const isLoaded = applicationIndex(project).applications.some(
      ({ framework, file }) => LOADED.has(framework.kind) && context.owns(file),
    );
    if (!isLoaded) return [];
    const sites = tableSites(project).filter(({ file }) => context.owns(file));
    const reached = new Map(sites.map(site => [site, reachOf(project, site)] as const));
    const ways = (site: TableSite): readonly Reach[] => reached.get(site) ?? [];
    const atStart = sites.filter(site => ways(site).some(({ by }) => by === "application"));
    if (atStart.length > 0)
      return [...atStart.map(site => race(project, site)), ...atStart.flatMap(site => dropped(project, site))];
    if (sites.some(site => ways(site).some(({ by }) => by === "request"))) return [];
    const makers = sites.filter(({ tool }) => tool !== "upgrade");
    const found = tableCommand(context, makers, ways) ?? ofModels(context);
    return found ? [{ claim: "migrations", source: "code", ...found }] : [];
  },
});

function race(project: PythonProject, { file, call, tool }: TableSite): Evidence {
  return {
    claim: "per-process",
    kind: "tables",
    what: `each process ${tool === "upgrade" ? "runs the migrations" : "makes the tables"} as it starts`,
    why: "Processes that start together do it at once: what one has just made fails in the next, or the database is locked.",
    place: project.place(file, call.offset),
    fix: "Do it by a command that runs once before the application starts.",
  };
}

function dropped(project: PythonProject, site: TableSite): readonly Evidence[] {
  const drop = dropBeside(site);
  return drop
    ? [
        {
          claim: "readiness",
          rule: "dropped-tables",
          what: "each start drops the tables",
          why: "A container is started again after a crash, an update or a move, and every row is gone then.",
          place: project.place(site.file, drop.offset),
          fix: "Drop them by a command of their own, never where the application starts.",
        },
      ]
    : [];
}

const MODELS = among(isOwnCode, (project: PythonProject, file: PythonFile) =>
  file.facts.definitions.some(({ bases }) =>
    bases.some(
      base => base.kind === "name" && project.qualify(file, base.path) === "flask_sqlalchemy.SQLAlchemy().Model",
    ),
  )
    ? [true]
    : [],
);

/** Models of Flask-SQLAlchemy whose tables nothing makes: a person types `db.create_all()`, as its introduction has it. */
function ofModels(context: DetectContext): TableCommand | null {
  const { project, workspace } = context;
  // Where SQL makes the tables, the models follow it.
  if (project.each(MODELS).length === 0 || workspace.paths("*.sql").length > 0) return null;
  for (const file of context.python.filter(isOwnCode)) {
    const made = file.facts.assignments.find(
      ({ target, scope, value }) =>
        scope === -1 &&
        value?.kind === "call" &&
        /^\w+$/.test(target) &&
        project.qualify(file, value.callee) === "flask_sqlalchemy.SQLAlchemy",
    );
    if (made?.value?.kind !== "call") continue;
    const statement = statementOf(context, file, {
      ...made.value,
      callee: `${made.target}.create_all`,
      arguments: [],
      keywords: [],
    });
    if (!statement) continue;
    const { command, folder } = statement;
    return {
      tool: "create_all",
      command,
      ...(folder === null ? {} : { workingDirectory: folder }),
      place: project.place(file, made.offset, "medium"),
    };
  }
  return null;
}
