import type { Evidence } from "../../model/evidence";
import { comparePlaces, compareText } from "../../model/place";
import type {
  BuildScript,
  Framework,
  FrontEnd,
  MigrationTool,
  PortFact,
  PerProcessFinding,
  ReadinessFinding,
  RouteFact,
  StaticFiles,
  TestRunner,
  TestVariable,
} from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";
import { claimed, confidenceRank, sourceRank } from "./source-order";

export function settleFrameworks(evidence: readonly Evidence[]): readonly Framework[] {
  const byName = new Map<string, Framework>();
  const sorted = [...claimed(evidence, "framework")].sort(
    (left, right) =>
      // The code that uses a framework shows it better than a command that names it.
      Number(!left.place.path.endsWith(".py")) - Number(!right.place.path.endsWith(".py")) ||
      confidenceRank(left.place.confidence) - confidenceRank(right.place.confidence) ||
      comparePlaces(left.place, right.place),
  );
  for (const { name, place } of sorted)
    if (!byName.has(name) && place.confidence !== "low") byName.set(name, { name, place });
  return [...byName.values()].sort((left, right) => compareText(left.name, right.name));
}

/** Files nearer the top of the tree tell of the whole. */
function depth(path: string): number {
  return path.split("/").length;
}

export function settlePorts(evidence: readonly Evidence[]): readonly PortFact[] {
  const seen = new Map<string, PortFact>();
  for (const { port, source, place } of claimed(evidence, "port")) {
    const key = `${port}\n${place.path}\n${place.line}`;
    if (!seen.has(key)) seen.set(key, { port, source, place });
  }
  return [...seen.values()].sort((left, right) => comparePlaces(left.place, right.place) || left.port - right.port);
}

/** Each path once; health paths before the index. */
export function settleRoutes(evidence: readonly Evidence[]): readonly RouteFact[] {
  const byPath = new Map<string, RouteFact>();
  // What serves a path shows more than what asks it.
  const sorted = [...claimed(evidence, "route")].sort(
    (left, right) =>
      confidenceRank(left.place.confidence) - confidenceRank(right.place.confidence) ||
      comparePlaces(left.place, right.place),
  );
  for (const { path, method, place } of sorted) {
    if (!byPath.has(`${method} ${path}`)) byPath.set(`${method} ${path}`, { path, method, place });
  }
  return [...byPath.values()].sort(
    (left, right) => compareText(left.path, right.path) || compareText(left.method, right.method),
  );
}

const MIGRATION_ORDER = [
  "django",
  "flask-migrate",
  "alembic",
  "aerich",
  "yoyo",
  "prisma",
  "piccolo",
  "peewee-migrate",
  "sqitch",
  "dbmate",
  "sql",
];

/** The tool with the surest evidence; its command as the authors deploy it, else as the tool is documented. */
export function settleMigrations(evidence: readonly Evidence[]): MigrationTool | null {
  const all = [...claimed(evidence, "migrations")].sort(
    (left, right) =>
      confidenceRank(left.place.confidence) - confidenceRank(right.place.confidence) ||
      sourceRank(left.source) - sourceRank(right.source) ||
      order(MIGRATION_ORDER, left.tool) - order(MIGRATION_ORDER, right.tool) ||
      depth(left.place.path) - depth(right.place.path) ||
      comparePlaces(left.place, right.place),
  );
  const best = all[0];
  if (!best) return null;
  // A server is never started by a migration's own options; prompts would hang a container.
  const command =
    best.tool === "django" && best.command.includes("migrate") && !best.command.some(word => /^--no-?input$/.test(word))
      ? [...best.command, "--noinput"]
      : best.command;
  const { tool, workingDirectory, losesRows, place } = best;
  return {
    tool,
    command,
    ...(workingDirectory === undefined ? {} : { workingDirectory }),
    ...(losesRows ? { losesRows } : {}),
    place,
  };
}

const RUNNER_ORDER = [
  "pytest",
  "django",
  "unittest",
  "stestr",
  "trial",
  "nose2",
  "nose",
  "behave",
  "script",
  "coverage",
  "hatch",
  "tox",
  "nox",
];

/** What runs the tests themselves; tox and nox only where nothing tells what they run. */
export function settleTests(workspace: Workspace, evidence: readonly Evidence[]): TestRunner | null {
  const all = [...claimed(evidence, "tests")].sort(
    (left, right) =>
      Number(isOuter(left.runner)) - Number(isOuter(right.runner)) ||
      Number(left.source === "convention") - Number(right.source === "convention") ||
      confidenceRank(left.place.confidence) - confidenceRank(right.place.confidence) ||
      order(RUNNER_ORDER, left.runner) - order(RUNNER_ORDER, right.runner) ||
      depth(left.place.path) - depth(right.place.path) ||
      sourceRank(left.source) - sourceRank(right.source) ||
      comparePlaces(left.place, right.place),
  );
  const best = all[0];
  if (best === undefined) return null;
  // Without the name of a file that is called otherwise than pytest looks for, it may find no test.
  const written = all.filter(({ runner, source }) => runner === "pytest" && source === "task-runner");
  const isHidden =
    best.runner === "pytest" && written.every(one => one.command.some(isHiddenTest)) && !findsTests(workspace);
  const { runner, command, place } = (isHidden ? written[0] : undefined) ?? best;
  const environment = testVariables(evidence, runner);
  return {
    runner,
    command: plainTestCommand(runner, command),
    ...(environment.length > 0 ? { environment } : {}),
    place,
  };
}

/** Each name once, as the first step has it that runs the same tests. */
function testVariables(evidence: readonly Evidence[], chosen: string): readonly TestVariable[] {
  const byName = new Map<string, TestVariable>();
  for (const { runner, name, value, place } of claimed(evidence, "test-environment"))
    if ((runner === null || runner === chosen) && !byName.has(name)) byName.set(name, { name, value, place });
  return [...byName.values()].sort((left, right) => comparePlaces(left.place, right.place));
}

/** Without reports and verbosity: those are of one person's terminal. Folders that are named stay. */
function plainTestCommand(runner: string, written: readonly string[]): readonly string[] {
  const command = withoutCoverage(written);
  const [program = "", ...others] = command;
  // A script's executable bit and first line are not to be relied on in an image.
  if (/(?:^|\/)manage\.py$/.test(program)) return ["python", program.replace(/^\.\//, ""), ...others];
  if (runner !== "pytest") return command;
  const at = command.findIndex(word => word === "pytest" || word === "py.test");
  if (at < 0) return command;
  const isModule = at >= 2 && command[at - 1] === "-m";
  const rest = command.slice(at + 1);
  const folders = rest.filter(
    (word, index) =>
      /^(?:\.\/)?[\w./-]*tests?[\w./-]*$/.test(word) &&
      !word.startsWith("-") &&
      !/^--?[\w-]+$/.test(rest[index - 1] ?? ""),
  );
  return [...(isModule ? ["python", "-m", "pytest"] : ["pytest"]), ...folders];
}

/** `coverage run --source=x manage.py test` measures what `python manage.py test` runs. */
function withoutCoverage(command: readonly string[]): readonly string[] {
  const at = command.findIndex(word => word === "-m" || word.endsWith(".py"));
  const isMeasured = command[0] === "coverage" && command[1] === "run";
  return isMeasured && at > 0 ? ["python", ...command.slice(at)] : command;
}

/** Whether pytest finds files of tests by itself: by its own names, in no hidden folder, or by those of the settings. */
function findsTests(workspace: Workspace): boolean {
  return (
    workspace.files.some(({ path }) => TEST_FILE.test(path) && !/(?:^|\/)\./.test(path)) ||
    workspace
      .paths("pytest.ini", ".pytest.ini", "pyproject.toml", "setup.cfg", "tox.ini")
      .some(path => /^\s*python_files\s*=/m.test(workspace.text(path) ?? ""))
  );
}

const TEST_FILE = /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/;

function isHiddenTest(word: string): boolean {
  return /tests?[^/]*\.py$/.test(word) && !TEST_FILE.test(word);
}

function isOuter(runner: string): boolean {
  return runner === "tox" || runner === "nox" || runner === "hatch";
}

function order(names: readonly string[], name: string): number {
  const at = names.indexOf(name);
  return at < 0 ? names.length : at;
}

function buildsFrontEnd([program = ""]: readonly string[]): boolean {
  return /^(?:npm|pnpm|yarn|bun)$/.test(program);
}

export function settleStatic(evidence: readonly Evidence[]): StaticFiles | null {
  const all = [...claimed(evidence, "static")].sort(
    (left, right) =>
      Number(buildsFrontEnd(left.command)) - Number(buildsFrontEnd(right.command)) ||
      Number(left.folder === null) - Number(right.folder === null) ||
      confidenceRank(left.place.confidence) - confidenceRank(right.place.confidence) ||
      comparePlaces(left.place, right.place),
  );
  const best = all[0];
  return best ? { command: best.command, folder: best.folder, place: best.place } : null;
}

/** Each package.json once, those of the top first. */
export function settleFrontEnds(evidence: readonly Evidence[]): readonly FrontEnd[] {
  const byPath = new Map<string, FrontEnd>();
  for (const { claim: _claim, ...frontEnd } of claimed(evidence, "front-end"))
    if (!byPath.has(frontEnd.path)) byPath.set(frontEnd.path, frontEnd);
  return [...byPath.values()].sort((left, right) => compareText(left.path, right.path));
}

export function settleBuildScripts(evidence: readonly Evidence[]): readonly BuildScript[] {
  const byPath = new Map<string, BuildScript>();
  for (const { path, kind, uses } of claimed(evidence, "build-script"))
    if (!byPath.has(path)) byPath.set(path, { path, kind, uses });
  return [...byPath.values()].sort((left, right) => compareText(left.path, right.path));
}

export function settleReadiness(evidence: readonly Evidence[]): readonly ReadinessFinding[] {
  const seen = new Map<string, ReadinessFinding>();
  for (const { rule, what, why, place, fix, suggestion, hosts, writes } of claimed(evidence, "readiness")) {
    const key = `${rule}\n${place.path}\n${place.line}`;
    if (seen.has(key)) continue;
    seen.set(key, {
      rule,
      what,
      why,
      place,
      fix,
      ...(suggestion ? { suggestion } : {}),
      ...(hosts ? { hosts } : {}),
      ...(writes ? { writes } : {}),
    });
  }
  return [...seen.values()].sort(
    (left, right) => comparePlaces(left.place, right.place) || compareText(left.rule, right.rule),
  );
}

export function settlePerProcess(evidence: readonly Evidence[]): readonly PerProcessFinding[] {
  const seen = new Map<string, PerProcessFinding>();
  for (const { kind, what, why, place, fix } of claimed(evidence, "per-process")) {
    const key = `${what}\n${place.path}\n${place.line}`;
    if (!seen.has(key)) seen.set(key, { kind, what, why, place, fix });
  }
  return [...seen.values()].sort(
    (left, right) => comparePlaces(left.place, right.place) || compareText(left.what, right.what),
  );
}
