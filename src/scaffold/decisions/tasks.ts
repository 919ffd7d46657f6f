import { isInside, joinPath, nameOf, relativeTo } from "../../model/paths";
import { TABLE_MAKERS } from "../../recon/knowledge/table-makers";
import type { TestDesign, UnitDesign } from "../blueprint";
import { cite, citeAll, inWords } from "../cite";
import type { MigrationTool, TestRunner } from "../../model/recon";
import { manageFolder, writtenFrom } from "./command-folder";
import { onlyAtFirst } from "./first-tables";
import { needsShell, throughShell } from "./commands";
import type { StartLine } from "../layout/existing-start";
import { STATIC_FOLDER } from "./static-server";
import type { Subject } from "./subject";

export interface Migration {
  readonly command: readonly string[];
  /** Folder of the workspace that it runs in; null is that of the unit's main program. */
  readonly folder: string | null;
}

/** The one-shot that brings the database up to date, before anything that uses it starts. */
export function decideMigration(
  subject: Subject,
  { running, isMissing }: { readonly running: StartLine | null; readonly isMissing: boolean },
  mainFolder: string,
): Migration | null {
  const { decider } = subject;
  const { found, isStep } = migrationOf(subject, running !== null);
  const isEmpty = found !== null && lacksScripts(subject, found);
  const isLeftOut = isMissing && !isStep;
  const step = found === null ? null : stepOf(subject, found, mainFolder);
  const isNone = running !== null || isEmpty || isLeftOut;
  const command = decider.list({
    key: "migrate.command",
    value: isNone || step === null ? [] : step.command,
    reason: migrationReason(found, { running, isEmpty, isLeftOut, once: step?.onceFor ?? null }),
    places: found ? [found.place] : [],
  });
  if (command.length === 0) return null;
  return asRun(command, decider.isSet("migrate.command") ? undefined : found?.workingDirectory);
}

/** The tool's command; one that loses rows only behind a file that tells that it ran, `onceFor`, and else never. */
function stepOf(
  subject: Subject,
  { command, workingDirectory, losesRows }: MigrationTool,
  mainFolder: string,
): { readonly command: readonly string[]; readonly onceFor: string | null } {
  const folder = workingDirectory ?? mainFolder;
  if (!losesRows) return { command: writtenFrom(subject, command, folder), onceFor: null };
  const once = onlyAtFirst(subject, command, { folder, work: mainFolder });
  return once === null ? { command: [], onceFor: null } : { command: once.command, onceFor: once.file };
}

/** `flask db upgrade` fails where `flask db init` never made its folder; the tables are made another way then. */
function lacksScripts({ layout }: Subject, { tool }: MigrationTool): boolean {
  return tool === "flask-migrate" && !layout.allFiles.some(path => /(?:^|\/)env\.py$/.test(path));
}

/** A command as a one-shot of its own runs it, without a question, in the folder that it is known for. */
function asRun(command: readonly string[], known: string | undefined): Migration {
  // A change of folder needs no shell where the container starts there.
  const [program, inner, operator, ...others] = command;
  const isMoved = known !== undefined && program === "cd" && inner !== undefined && operator === "&&";
  const words = isMoved ? others : command;
  const fitted =
    words.includes("migrate") && words.some(word => word.endsWith("manage.py")) && !words.includes("--noinput");
  const whole = fitted ? [...words, "--noinput"] : words;
  return {
    command: needsShell(whole) ? throughShell(whole) : whole,
    folder: isMoved ? joinPath(known, inner) : (known ?? null),
  };
}

/** The tool that recon found, or the step of a start script that makes the tables, which the project itself runs. */
function migrationOf(
  { recon, layout }: Subject,
  isRunning: boolean,
): { readonly found: MigrationTool | null; readonly isStep: boolean } {
  const makesTables = recon.migrations === null || TABLE_MAKERS.has(recon.migrations.tool);
  const step = makesTables && !isRunning ? layout.tableStep : null;
  return step === null
    ? { found: recon.migrations, isStep: false }
    : {
        found: { tool: "create_all", command: step.command, workingDirectory: step.folder, place: step.place },
        isStep: true,
      };
}

function migrationReason(
  found: MigrationTool | null,
  known: {
    readonly running: StartLine | null;
    readonly isEmpty: boolean;
    readonly isLeftOut: boolean;
    readonly once: string | null;
  },
): string {
  const { running, isEmpty, isLeftOut, once } = known;
  if (running)
    return `The start that is there runs it already (${running.path}:${running.line}); a service of its own would do it twice.`;
  if (found === null) return "No migration tool was found.";
  const { tool, place, command, losesRows } = found;
  if (losesRows) {
    const makes = `${command.join(" ")} makes the tables (${cite(place)}), and may drop or fill those that are there, so it`;
    return once === null
      ? `${makes} is never run by itself; run it once by hand.`
      : `${makes} runs once for a volume, and only where ${once} is not there yet.`;
  }
  if (isEmpty)
    return `Flask-Migrate is set up (${cite(place)}) and has no scripts yet, so there is nothing to run; name the command once flask db init and flask db migrate wrote them.`;
  if (isLeftOut)
    return `${tool} keeps the schema (${cite(place)}), and the image that is built here gets none of its files, so it cannot run there; copy them and name the command, or apply it from elsewhere.`;
  if (command.length === 0)
    return `${tool} keeps the schema (${cite(place)}), and nothing here says which command applies it; name it, or apply it by hand.`;
  if (TABLE_MAKERS.has(tool))
    return `${tool} makes the tables that are missing and leaves those that are there (${cite(place)}), and the server never gets to it; so it runs once before the application.`;
  return `${tool} keeps the schema (${cite(place)}); it runs once before the application, never in its start command.`;
}

export function decideStatic(subject: Subject, mainFolder: string): UnitDesign["staticFiles"] {
  const { recon, layout, decider } = subject;
  // What Node makes has a stage of its own.
  const found = recon.frontEnds.some(({ command }) => command.join(" ") === recon.static?.command.join(" "))
    ? null
    : recon.static;
  const { staticSwitch, rootlessStatic } = layout;
  const closed = staticSwitch !== null && !layout.modeSwitches.has(staticSwitch.variable) ? staticSwitch : null;
  const command = decider.list({
    key: "static.command",
    value: closed || rootlessStatic || found === null ? [] : writtenFrom(subject, found.command, mainFolder),
    reason:
      found && closed
        ? `The settings name a folder for static files only where ${closed.variable} is ${closed.value} (${cite(closed.place)}), and nothing sets it; set it and name the command here to have them collected.`
        : found && rootlessStatic
          ? `The settings name no STATIC_ROOT (${cite(rootlessStatic)}), so there is no folder to collect static files to; where a storage elsewhere takes them, run ${found.command.join(" ")} once that can be reached.`
          : found
            ? `Static files are collected while the image is built, with stand-in values for the secrets (${cite(found.place)}).`
            : "No static files need collecting.",
    places: found ? [found.place] : [],
  });
  if (command.length === 0) return null;
  const isCollect =
    command.includes("collectstatic") && !command.includes("--noinput") && !command.includes("--no-input");
  return {
    command: isCollect ? [...command, "--noinput"] : command,
    folder: layout.staticRootVariable === null ? (found?.folder ?? null) : STATIC_FOLDER,
  };
}

export function decideTests(subject: Subject): TestDesign | null {
  const { recon, layout, decider, path } = subject;
  const isWithout = recon.tests !== null && isOnlyDeclared(subject, recon.tests);
  const found = isWithout ? null : recon.tests;
  const folder = manageFolder(subject, found?.command ?? []) ?? path;
  const own = (found?.environment ?? []).filter(({ name, value }) =>
    name === "DJANGO_SETTINGS_MODULE"
      ? layout.files.some(file => file.endsWith(`${value.replaceAll(".", "/")}.py`))
      : recon.environment.some(variable => variable.name === name && !variable.secret),
  );
  const command = decider.list({
    key: "test.command",
    value: (found?.command ?? []).map(word => (folder !== path && nameOf(word) === "manage.py" ? "manage.py" : word)),
    reason: found
      ? `${found.runner} runs the tests (${cite(found.place)})${own.length === 0 ? "" : `, with ${inWords(own.map(({ name }) => name))} set by their pipeline${citeAll(own.map(({ place }) => place))}`}.`
      : isWithout
        ? "pytest is declared, and no file is there that it would take for a test."
        : "No tests were found.",
    places: found ? [found.place] : [],
  });
  if (command.length === 0) return null;
  const environment = new Map(own.map(({ name, value }) => [name, value]));
  const settings = settingsForPytest(subject, command);
  // What the pipeline of the tests chooses is what they were written for.
  if (settings !== null && !environment.has("DJANGO_SETTINGS_MODULE"))
    environment.set("DJANGO_SETTINGS_MODULE", settings);
  return { command, folder: relativeTo(path, folder), environment };
}

/** pytest-django looks for no manage.py in the folders below, and for no settings in a WSGI module. */
function settingsForPytest({ recon, layout }: Subject, command: readonly string[]): string | null {
  const isPytest = command.includes("pytest") && recon.dependencies.some(({ name }) => name === "pytest-django");
  return isPytest && !layout.testsNameSettings ? (layout.djangoSettings?.value ?? null) : null;
}

const TEST_FILE =
  /(?:^|\/)(?:tests?|testing)\/(?:.*\/)?[^/]+\.py$|(?:^|\/)(?:test_[^/]*|[^/]*_tests?|tests?|conftest)\.py$/;

/** A line of a list alone tells of pytest: settings of its own may call tests anything, or look for them in docstrings. */
function isOnlyDeclared({ recon, layout, path }: Subject, { runner, place }: TestRunner): boolean {
  const isListed = recon.manifests.some(manifest => manifest.path === place.path) && !place.text.startsWith("[");
  return (
    runner === "pytest" &&
    isListed &&
    !layout.configuresPytest &&
    !layout.allFiles.some(file => isInside(path, file) && TEST_FILE.test(file))
  );
}
