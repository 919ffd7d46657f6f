import { hasPython } from "../app/has-python";
import { byRole } from "../report/entry-roles";
import { byKind, integrationName } from "../report/integrations";
import { hasFacts, sharedRecon } from "../report/shared-recon";
import { formatBytes, formatCount, plural } from "../report/figures";
import type { Recon } from "../model/recon";
import { bySameWords } from "../model/same-words";
import { defineCommand, EXIT, folderOf, type CommandContext } from "./command";
import { printJson } from "./print";
import { cutMiddle, cutPath, WIDTH, wrap } from "./terminal";

export const command = defineCommand({
  name: "recon",
  usage: "recon [DIR] [--json] [--unit NAME] [--online] [--cache]",
  what: "reads the codebase, prints what it found",
  positionals: 1,
  flags: {
    json: { type: "boolean", help: "print everything as JSON" },
    unit: { type: "string", value: "NAME", help: "only this unit of a monorepo" },
    online: {
      type: "boolean",
      help: "ask your own uv or pip which packages have wheels for Python 3.11; nothing is built or installed",
    },
    cache: { type: "boolean", help: "keep the facts of files for the next run, outside the folder" },
  },
  async run(args, context) {
    const unit = args.text("unit");
    const root = await folderOf(args, context);
    const read = await readWithProgress(context, root, { unit, cache: args.flag("cache") });
    const recon = args.flag("online") ? await askOnline(context, root, read) : read;
    if (args.flag("json")) printJson(context.out, recon);
    else printRecon(recon, context);
    return EXIT.ok;
  },
});

/** Recon with the one rewritten progress line of the terminal. */
export async function readWithProgress(
  context: CommandContext,
  root: string,
  { unit, cache = false }: { readonly unit?: string | undefined; readonly cache?: boolean } = {},
): Promise<Recon> {
  const recon = await context.app.recon(root, {
    signal: context.signal,
    cache,
    ...(unit === undefined ? {} : { unit }),
    onProgress: (done, total) => context.err.progress(`Reading ${formatCount(done)} of ${formatCount(total)} files`),
  });
  context.err.clear();
  return recon;
}

/** The recon with what the person's own installer says of Python 3.11; the command is shown before it runs. */
async function askOnline({ app, signal, err }: CommandContext, root: string, recon: Recon): Promise<Recon> {
  const inquiry = await app.inquiry(root, recon, signal);
  if (inquiry === null) {
    err.line("Nothing to ask: the workspace tells for every package whether it supports Python 3.11.");
    return recon;
  }
  err.line(`Asking about ${plural(inquiry.packages, "package")}: ${inquiry.command}`);
  const { answers, recon: answered } = await inquiry.ask({
    signal,
    onProgress: (done, total) => err.progress(`Asked about ${formatCount(done)} of ${formatCount(total)} packages`),
  });
  err.clear();
  const left = inquiry.packages - answers.size;
  if (left > 0) err.line(`The time was over before ${plural(left, "package")} could be asked about.`);
  return answered;
}

function printRecon(recon: Recon, { out }: CommandContext): void {
  const { python } = recon;
  const none = recon.units.length > 0 ? "a Python version for each service" : "no Python version fits";
  const version = python.chosen === null ? none : `Python ${python.chosen}`;
  const requires = python.requires
    ? ` (requires ${python.requires.specifier}, ${python.requires.place.path}:${python.requires.place.line})`
    : "";
  out.line(`${out.bold(recon.root)}   ${version}${requires}   ${recon.packageManager.name}`);
  out.line();
  for (const unit of recon.units) printFacts(unit.recon, out, `${unit.name}  ${unit.path || "."}`);
  const shared = sharedRecon(recon);
  if (recon.units.length === 0 || hasFacts(shared)) printFacts(shared, out, recon.units.length > 0 ? "shared" : null);
  const next = hasPython(recon) ? "Next: drydock scaffold --dry-run" : "No Python code was found.";
  out.line(
    `${plural(recon.timings.files, "file")}, ${formatBytes(recon.timings.bytes)} in ${Math.round(recon.timings.totalMs)} ms. ${next}`,
  );
}

/** Width of the group's name and count before its rows. */
const INDENT = 20;

const ROOM = WIDTH - INDENT;

const MOST_PROBLEMS = 12;

/** Hosts of a program that asks hundreds of services hide the few that it cannot start without. */
const MOST_HOSTS = 12;

/** A host out there that nothing in a container has to be set for. */
function isForeignHost({ service, variables, breaksInContainer }: Recon["integrations"][number]): boolean {
  return service === "http-api" && variables.length === 0 && breaksInContainer === null;
}

function printFacts(recon: Recon, out: CommandContext["out"], title: string | null): void {
  if (title !== null) out.line(out.bold(title));
  const add = (name: string, count: number, lines: readonly string[]): void => {
    const head = `${name.padEnd(15)}${String(count).padEnd(INDENT - 15)}`;
    out.line((head + (lines[0] ?? "")).trimEnd());
    for (const line of lines.slice(1)) out.line(" ".repeat(INDENT) + line);
  };
  const where = (place: { path: string; line: number } | undefined): string =>
    place ? `${cutPath(place.path, 18)}:${place.line}` : "";
  const warn = "! ";
  add("Modules", recon.modules.length, [listWithin(largestModules(recon.modules), ROOM, recon.modules.length)]);
  const integrations = byKind(recon.integrations);
  const hosts = integrations.filter(isForeignHost).slice(MOST_HOSTS);
  const rows = integrations.filter(found => !hosts.includes(found));
  add("Integrations", integrations.length, [
    ...columns(
      rows.map(found => [
        integrationName(found),
        found.variables[0] ?? "",
        `${found.breaksInContainer === null ? "  " : warn}${where(found.places.find(({ path }) => path.endsWith(".py")) ?? found.places[0])}`,
      ]),
    ),
    ...(hosts.length > 0 ? [`${plural(hosts.length, "more host")} in --json`] : []),
  ]);
  add(
    "Entry points",
    recon.entryPoints.length,
    columns(
      byRole(recon.entryPoints).map(entry => [
        entry.kind === "wsgi" || entry.kind === "asgi" ? "web" : entry.kind,
        entry.command.join(" ") || entry.target,
        where(entry.place),
        entry.port === null ? "" : `port ${entry.port}`,
      ]),
    ),
  );
  const required = recon.environment.filter(variable => variable.required).map(({ name }) => name);
  const secret = recon.environment.filter(variable => variable.secret).map(({ name }) => name);
  add("Environment", recon.environment.length, [
    `required: ${listWithin(required, ROOM - 10)}`,
    ...(secret.length > 0 ? [`secret:   ${listWithin(secret, ROOM - 10)}`] : []),
  ]);
  const direct = recon.dependencies.filter(dependency => dependency.direct);
  const main = [...new Set(direct.filter(({ group }) => group === "main").map(({ name }) => name))];
  add("Dependencies", direct.length, [listWithin(main, ROOM, direct.length)]);
  const scripts = recon.buildScripts.map(({ path }) => path);
  add("Build scripts", scripts.length, [listWithin(scripts, ROOM)]);
  const docker = [...recon.docker.dockerfiles, ...recon.docker.composeFiles, ...recon.docker.ignoreFiles];
  add("Docker files", docker.length, docker.length === 0 ? [] : [listWithin(docker, ROOM)]);
  const trouble = [
    ...recon.python.problems.map(({ what, place }) => ({ what, place })),
    ...recon.readiness.map(({ what, place }) => ({ what, place })),
    ...recon.problems.map(({ message, place }) => ({ what: message, place })),
  ];
  const groups = bySameWords(trouble, ({ what }) => [what]);
  const shown = groups.slice(0, MOST_PROBLEMS).map(group => ({
    at: `${warn}${where(group[0].place)}`,
    what: group[0].what + (group.length > 1 ? ` (and at ${plural(group.length - 1, "more place")})` : ""),
  }));
  const width = Math.max(0, ...shown.map(({ at }) => at.length)) + 2;
  add(
    "Problems",
    trouble.length,
    shown.flatMap(({ at, what }) =>
      wrap(what, ROOM - width).map((line, index) => (index === 0 ? at : "").padEnd(width) + line),
    ),
  );
  const left = groups.slice(MOST_PROBLEMS).flat().length;
  if (left > 0) out.line(`${" ".repeat(INDENT)}${plural(left, "more problem")} in --json`);
  out.line();
}

/** Names of what stands at the top, the packages with most files first and tests last: what a codebase is made of. */
function largestModules(modules: Recon["modules"]): readonly string[] {
  const isTest = ({ name }: Recon["modules"][number]): number => (/(?:^|_)(?:unit)?tests?(?:_|$)/.test(name) ? 1 : 0);
  return modules
    .filter(({ name }) => /^[A-Za-z_]\w*$/.test(name))
    .sort((left, right) => isTest(left) - isTest(right) || right.files - left.files || right.lines - left.lines)
    .map(({ name }) => name);
}

/** As many names as fit, and how many more there are of `total`. */
export function listWithin(names: readonly string[], width: number, total = names.length): string {
  if (total === 0) return "none";
  for (let shown = Math.min(names.length, MOST_NAMES); shown > 0; shown--) {
    const more = total - shown;
    const text = `${names.slice(0, shown).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
    if (text.length <= width) return text;
  }
  const [first = ""] = names;
  if (first === "") return `${total} in all`;
  const more = total > 1 ? ` and ${total - 1} more` : "";
  return cutMiddle(first, width - more.length) + more;
}

const MOST_NAMES = 6;

/** Rows in columns that fit the room: the second is cut in its middle, all others are kept whole where they can be. */
function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const count = Math.max(0, ...rows.map(row => row.length));
  const widths = Array.from({ length: count }, (_, at) => Math.max(0, ...rows.map(row => row[at]?.length ?? 0)));
  widths[0] = Math.min(widths[0] ?? 0, 22);
  const others = widths.reduce((sum, width, at) => sum + (at === 1 || width === 0 ? 0 : width + 2), 0);
  widths[1] = Math.min(widths[1] ?? 0, Math.max(12, ROOM - others));
  return rows.map(row =>
    row
      .map((cell, at) => (widths[at] === 0 ? "" : cutMiddle(cell, widths[at] ?? 0).padEnd((widths[at] ?? 0) + 2)))
      .join("")
      .trimEnd(),
  );
}
