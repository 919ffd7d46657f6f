import { hasPython } from "../app/has-python";
import { formatBytes, formatCount, list, plural, serviceName } from "../report/figures";
import type { Recon } from "../model/recon";
import { defineCommand, EXIT, type CommandContext } from "./command";
import { printJson } from "./print";
import { cutMiddle, WIDTH } from "./terminal";

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
    const root = context.resolve(args.positionals[0] ?? ".");
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
  for (const unit of recon.units) printFacts(unit.recon, out, `${unit.name}  ${unit.path}`);
  printFacts(recon, out, recon.units.length > 0 ? "shared" : null);
  const next = hasPython(recon) ? "Next: drydock scaffold --dry-run" : "No Python code was found.";
  out.line(
    `${plural(recon.timings.files, "file")}, ${formatBytes(recon.timings.bytes)} in ${Math.round(recon.timings.totalMs)} ms. ${next}`,
  );
}

/** Width of the group's name and count before its rows. */
const INDENT = 20;

function printFacts(recon: Recon, out: CommandContext["out"], title: string | null): void {
  if (title !== null) out.line(out.bold(title));
  const add = (name: string, count: number, rows: readonly (readonly string[])[]): void => {
    const lines = columns(rows, WIDTH - INDENT);
    const head = `${name.padEnd(15)}${String(count).padEnd(INDENT - 15)}`;
    out.line(head + (lines[0] ?? ""));
    for (const line of lines.slice(1)) out.line(" ".repeat(INDENT) + line);
  };
  const where = (place: { path: string; line: number } | undefined): string =>
    place ? `${cutMiddle(place.path, 30)}:${place.line}` : "";
  const warn = "! ";
  add("Modules", recon.modules.length, [
    [list(recon.modules.map(({ name }) => name).filter(name => /^[A-Za-z_]/.test(name)))],
  ]);
  add(
    "Integrations",
    recon.integrations.length,
    recon.integrations.map(found => [
      found.host ?? serviceName(found.service),
      found.variables[0] ?? "",
      `${found.breaksInContainer === null ? "  " : warn}${where(found.places.find(({ path }) => path.endsWith(".py")) ?? found.places[0])}`,
    ]),
  );
  add(
    "Entry points",
    recon.entryPoints.length,
    recon.entryPoints.map(entry => [
      entry.kind,
      entry.command.join(" ") || entry.target,
      `${where(entry.place)}${entry.port === null ? "" : `  port ${entry.port}`}`,
    ]),
  );
  const required = recon.environment.filter(variable => variable.required).map(({ name }) => name);
  const secret = recon.environment.filter(variable => variable.secret).map(({ name }) => name);
  add("Environment", recon.environment.length, [
    [`required: ${list(required, 3)}`],
    ...(secret.length > 0 ? [[`secret:   ${list(secret, 3)}`]] : []),
  ]);
  const direct = recon.dependencies.filter(dependency => dependency.direct);
  add("Dependencies", direct.length, [[list(direct.filter(({ group }) => group === "main").map(({ name }) => name))]]);
  add("Build scripts", recon.buildScripts.length, [
    [
      list(
        recon.buildScripts.map(({ path }) => path),
        2,
      ),
    ],
  ]);
  const docker = [...recon.docker.dockerfiles, ...recon.docker.composeFiles, ...recon.docker.ignoreFiles];
  add("Docker files", docker.length, docker.length === 0 ? [] : [[list(docker, 3)]]);
  const trouble = [
    ...recon.python.problems.map(({ what, place }) => ({ what, place })),
    ...recon.readiness.map(({ what, place }) => ({ what, place })),
    ...recon.problems.map(({ message, place }) => ({ what: message, place })),
  ];
  add(
    "Problems",
    trouble.length,
    trouble.slice(0, 12).map(({ what, place }) => [`${warn}${where(place)}`, what]),
  );
  if (trouble.length > 12) out.line(`${" ".repeat(INDENT)}${plural(trouble.length - 12, "more problem")} in --json`);
  out.line();
}

/** Rows in columns that fit the width: the first two are cut in their middle, the last keeps what is left. */
function columns(rows: readonly (readonly string[])[], width: number): readonly string[] {
  const widest = (index: number): number =>
    Math.max(0, ...rows.map(row => (index < row.length - 1 ? (row[index]?.length ?? 0) : 0)));
  const first = Math.min(widest(0), 22);
  const last = Math.max(0, ...rows.map(row => (row.length > 2 ? (row.at(-1)?.length ?? 0) : 0)));
  const second = Math.min(widest(1), Math.max(12, width - first - 4 - Math.min(last, 22)));
  return rows.map(row =>
    row
      .map((cell, index) => {
        if (index === row.length - 1)
          return cutMiddle(cell, width - (index > 0 ? first + 2 : 0) - (index > 1 ? second + 2 : 0));
        const room = index === 0 ? first : second;
        return cutMiddle(cell, room).padEnd(room + 2);
      })
      .join("")
      .trimEnd(),
  );
}
