import type { Evidence } from "../../model/evidence";
import { alembicFiles, scriptLocation } from "../commands/alembic-files";
import { SCRIPT_FILES } from "../commands/console-scripts";
import { flaskProgram } from "../commands/flask-program";
import { forFlask } from "../commands/old-flask";
import { ownMigration, type OwnMigration } from "../commands/own-migrations";
import { isOwnCode } from "../integrations/own-code";
import { defineDetector, type DetectContext } from "../define-detector";
import { djangoSites } from "../django/sites";
import { at } from "../../workspace/data-node";
import type { CallFact } from "../../python/facts";
import type { PythonFile } from "../../python/project";
import { keywordOf } from "../../python/values";
import { isInside, joinPath, nameOf, parentOf, withoutFolder } from "../../model/paths";

/** What lies there migrates no database of the application. */
const SIDE = /(?:^|\/)(?:tests?|docs?|examples?)\//;

type MigrationEvidence = Extract<Evidence, { claim: "migrations" }>;

/** Schema migrations by the files that each tool keeps: Alembic, Flask-Migrate, Aerich, yoyo, Prisma, plain SQL folders. */
export const detector = defineDetector({
  id: "migrations",
  title: "Migration tools",
  reads: {
    files: [
      "**/*.ini",
      "env.py",
      "script.py.mako",
      ...SCRIPT_FILES,
      "schema.prisma",
      "piccolo_conf.py",
      "sqitch.conf",
      "migrations/*.sql",
      "**/migrations/*.sql",
      "db/migrate/*.sql",
    ],
    calls: ["flask_migrate.Migrate"],
    everything: true,
  },
  detect(context) {
    const own = ownMigration(context);
    const out: MigrationEvidence[] = [...flaskMigrate(context, own)];
    const hasFlaskMigrate = out.length > 0;
    for (const path of context.files) {
      const found = readFile(context, path, hasFlaskMigrate);
      if (found) out.push(found);
    }
    out.push(...sqlFolders(context));
    if (own?.tool === "alembic" && !out.some(isPlain))
      return [...out.filter(one => one.tool !== "alembic"), behindCommand(context, own)];
    return out.length > 0 ? out : unconfigured(context);
  },
});

/** Revisions of Alembic whose `alembic.ini` is not committed, often as it holds a password: its command ends at once without it. */
function unconfigured(context: DetectContext): readonly Evidence[] {
  const { workspace, files } = context;
  const isScripts = (folder: string): boolean =>
    workspace.text(`${folder}/script.py.mako`)?.includes("down_revision") === true &&
    workspace.paths("*.py").some(file => isInside(folder, file) && nameOf(file) !== "env.py");
  const path = files.find(file => nameOf(file) === "env.py" && !SIDE.test(file) && isScripts(parentOf(file)));
  if (path === undefined || isConfiguredElsewhere(context)) return [];
  const message =
    "Alembic's revisions are here and its alembic.ini is not, so nothing can bring the database up to date. Commit it without a password.";
  return [{ claim: "problem", code: "alembic-configuration-missing", message, place: workspace.place(path, 0) }];
}

/** A file of another unit, name or kind, one that a script makes, or code that needs none: Alembic may well be run by it. */
function isConfiguredElsewhere({ workspace, project }: DetectContext): boolean {
  return (
    alembicFiles({ workspace, project }).length > 0 ||
    workspace.files.some(({ path }) => /alembic[^/]*\.(?:ini|cfg|conf|toml|te?mpl|j2)\b/i.test(path)) ||
    workspace.named("pyproject.toml").some(path => at(workspace.data(path).root, "tool", "alembic")) ||
    workspace.paths("*.sh").some(path => workspace.text(path)?.includes("alembic.ini")) ||
    project.files.some(file => isOwnCode(file) && nameOf(file.path) !== "env.py" && runsAlembic(file))
  );
}

/** `from alembic import command`, `alembic.config`, and what is told where the scripts lie, as Advanced Alchemy is. */
function runsAlembic({ facts }: PythonFile): boolean {
  return (
    facts.imports.some(({ module, names }) =>
      module === "alembic"
        ? names === null || names.some(({ name }) => name === "command" || name === "config")
        : /^alembic\.(?:command|config)\b/.test(module),
    ) || facts.calls.some(({ keywords }) => keywords.some(({ name }) => name === "script_location"))
  );
}

/** `alembic upgrade head` in the application's own folder is what everyone would type, whatever else runs it. */
function isPlain({ tool, command, place }: MigrationEvidence): boolean {
  const isConfigured = !place.path.endsWith("/env.py");
  return tool === "alembic" && command[0] === "alembic" && command[1] === "upgrade" && isConfigured;
}

function behindCommand({ project }: DetectContext, { tool, command, file, offset }: OwnMigration): MigrationEvidence {
  return migration(tool, command, project.place(file, offset));
}

function migration(
  tool: string,
  command: readonly string[],
  place: MigrationEvidence["place"],
  workingDirectory?: string,
): MigrationEvidence {
  return {
    claim: "migrations",
    source: "code",
    tool,
    command,
    ...(workingDirectory === undefined ? {} : { workingDirectory }),
    place,
  };
}

function flaskMigrate(context: DetectContext, own: OwnMigration | null): readonly MigrationEvidence[] {
  const { project, workspace } = context;
  const call = context.calls.find(({ file, name }) => isOwnCode(file) && name === "flask_migrate.Migrate");
  if (!call) return [];
  if (own?.tool === "flask-migrate") return [behindCommand(context, own)];
  const { words, folder } = flaskProgram(workspace, project, call.file);
  const scripts = scriptsFolder(context, call.call, folder ?? context.unit);
  // Scripts that `flask db init` never made can bring nothing up to date: whatever else makes the tables is better.
  const isKept = workspace.paths("env.py").length > 0;
  return [
    migration(
      "flask-migrate",
      forFlask([...words, "db", "upgrade", ...scripts], context.dependencies),
      project.place(call.file, call.call.offset, isKept ? "high" : "low"),
      folder ?? undefined,
    ),
  ];
}

/** Flask-Migrate looks in `migrations` of the folder that it is started in, unless it is told another one. */
function scriptsFolder({ workspace, unit }: DetectContext, call: CallFact, folder: string): readonly string[] {
  if (keywordOf(call, "directory") !== undefined || workspace.hasFolder(joinPath(folder, "migrations"))) return [];
  const others = workspace
    .paths("**/migrations/env.py")
    .filter(path => isInside(unit, path) && isInside(folder, path))
    .map(parentOf);
  const [only = ""] = others;
  return others.length === 1 ? ["--directory", withoutFolder(folder, only)] : [];
}

/** A file that `alembic init` left behind, or never had, scripts for: nothing can be brought up to date by it. */
function lacksScripts({ workspace, unit }: DetectContext, path: string): boolean {
  const scripts = scriptLocation(workspace, path).replace(/^(?:%\(here\)s|\.)\//, "");
  // An empty file names none; where pyproject.toml does, it speaks for itself.
  if (scripts === "") return workspace.text(path)?.includes("script_location") !== true;
  if (/^\/|[%:]/.test(scripts)) return false;
  return ![parentOf(path), unit, ""].some(folder =>
    workspace.hasFolder(folder === "" ? scripts : `${folder}/${scripts}`),
  );
}

/** Alembic looks for a plain `script_location` in the folder that it is started in, wherever its file lies. */
function isSeenFromItsFolder({ workspace, unit }: DetectContext, path: string): boolean {
  const location = scriptLocation(workspace, path);
  if (location === "" || /^\/|%\(here\)s|:/.test(location)) return false;
  const scripts = location.replace(/^\.\//, "");
  return (
    workspace.hasFolder(`${parentOf(path)}/${scripts}`) &&
    !workspace.hasFolder(unit === "" ? scripts : `${unit}/${scripts}`)
  );
}

const CONFIGURED: ReadonlyMap<string, readonly [tool: string, command: readonly string[]]> = new Map([
  ["aerich.ini", ["aerich", ["aerich", "upgrade"]]],
  ["yoyo.ini", ["yoyo", ["yoyo", "apply", "--batch"]]],
  ["piccolo_conf.py", ["piccolo", ["piccolo", "migrations", "forwards", "all"]]],
  ["sqitch.conf", ["sqitch", ["sqitch", "deploy"]]],
]);

function readFile(context: DetectContext, path: string, hasFlaskMigrate: boolean): MigrationEvidence | null {
  const { workspace } = context;
  const base = nameOf(path);
  const folder = parentOf(path);
  if (SIDE.test(path)) return null;
  if (base.endsWith(".ini") && alembicFiles(context).includes(path)) {
    // Flask-Migrate keeps its own alembic.ini inside the migrations folder.
    if (hasFlaskMigrate && /(?:^|\/)migrations$/.test(folder)) return null;
    if (lacksScripts(context, path)) return null;
    const inside = withoutFolder(context.unit, path);
    const place = workspace.place(path, Math.max((workspace.text(path) ?? "").indexOf("script_location"), 0));
    const upgrade = ["alembic", "upgrade", "head"];
    if (base !== "alembic.ini")
      return migration("alembic", ["alembic", "-c", inside, "upgrade", "head"], place, context.unit);
    if (!inside.includes("/")) return migration("alembic", upgrade, place, context.unit);
    if (isSeenFromItsFolder(context, path)) {
      return migration("alembic", ["cd", parentOf(inside), "&&", ...upgrade], place, context.unit);
    }
    return migration("alembic", ["alembic", "-c", inside, "upgrade", "head"], place, context.unit);
  }
  if (base === "pyproject.toml") {
    const { root } = workspace.data(path);
    const aerich = at(root, "tool", "aerich");
    if (aerich) return migration("aerich", ["aerich", "upgrade"], workspace.place(path, aerich.span.start), folder);
    const alembic = at(root, "tool", "alembic");
    if (alembic)
      return migration("alembic", ["alembic", "upgrade", "head"], workspace.place(path, alembic.span.start), folder);
    return null;
  }
  // Each of them is looked for in the folder that its tool is started in.
  const configured = CONFIGURED.get(base);
  if (configured) return migration(configured[0], configured[1], workspace.place(path, 0), folder);
  if (base === "schema.prisma") return migration("prisma", ["prisma", "migrate", "deploy"], workspace.place(path, 0));
  return null;
}

/** Numbered SQL files that no tool's own file explains. */
function sqlFolders(context: DetectContext): readonly MigrationEvidence[] {
  const folders = new Map<string, string>();
  for (const path of context.files) {
    const base = nameOf(path);
    if (/^[Vv]?\d+[\w.-]*\.sql$/.test(base) && !folders.has(parentOf(path))) folders.set(parentOf(path), path);
  }
  const site = djangoSites(context.project).length > 0;
  if (site) return [];
  return [...folders].flatMap(([folder, path]) => {
    const usesYoyo = context.dependencies.find(({ name }) => name === "yoyo-migrations");
    const inside = withoutFolder(context.unit, folder);
    if (usesYoyo)
      return [migration("yoyo", ["yoyo", "apply", "--batch", inside], context.workspace.place(path, 0, "medium"))];
    return [migration("sql", [], context.workspace.place(path, 0, "low"))];
  });
}
