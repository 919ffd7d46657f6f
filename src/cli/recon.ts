import { formatBytes, formatCount, list, plural, serviceName } from "../report/figures";
import type { Recon } from "../model/recon";
import { defineCommand, EXIT, type CommandContext } from "./command";
import { printJson } from "./print";
import { cutMiddle, table, WIDTH } from "./terminal";

export const command = defineCommand({
  name: "recon",
  usage: "recon [DIR] [--json] [--unit NAME]",
  what: "reads the codebase, prints what it found",
  positionals: 1,
  flags: {
    json: { type: "boolean", help: "print everything as JSON" },
    unit: { type: "string", value: "NAME", help: "only this unit of a monorepo" },
    cache: { type: "boolean", help: "accepted for compatibility; reading is fast without a cache" },
  },
  async run(args, context) {
    const unit = args.text("unit");
    const recon = await readWithProgress(context, context.resolve(args.positionals[0] ?? "."), unit);
    if (args.flag("json")) printJson(context.out, recon);
    else printRecon(recon, context);
    return EXIT.ok;
  },
});

/** Recon with the one rewritten progress line of the terminal. */
export async function readWithProgress(context: CommandContext, root: string, unit?: string): Promise<Recon> {
  const recon = await context.app.recon(root, {
    signal: context.signal,
    ...(unit === undefined ? {} : { unit }),
    onProgress: (done, total) => context.err.progress(`Reading ${formatCount(done)} of ${formatCount(total)} files`),
  });
  context.err.clear();
  return recon;
}

function printRecon(recon: Recon, { out }: CommandContext): void {
  const { python } = recon;
  const version = python.chosen === null ? "no Python version fits" : `Python ${python.chosen}`;
  const requires = python.requires
    ? ` (requires ${python.requires.specifier}, ${python.requires.place.path}:${python.requires.place.line})`
    : "";
  out.line(`${out.bold(recon.root)}   ${version}${requires}   ${recon.packageManager.name}`);
  out.line();
  for (const unit of recon.units) printFacts(unit.recon, out, `${unit.name}  ${unit.path}`);
  printFacts(recon, out, recon.units.length > 0 ? "shared" : null);
  out.line(
    `${plural(recon.timings.files, "file")}, ${formatBytes(recon.timings.bytes)} in ${Math.round(recon.timings.totalMs)} ms. Next: drydock scaffold --dry-run`,
  );
}

function printFacts(recon: Recon, out: CommandContext["out"], title: string | null): void {
  if (title !== null) out.line(out.bold(title));
  const where = (place: { path: string; line: number }): string => `${cutMiddle(place.path, 30)}:${place.line}`;
  const rows: string[][] = [];
  const add = (name: string, count: number, cells: readonly (readonly string[])[]): void => {
    rows.push([name, String(count), ...(cells[0] ?? [])], ...cells.slice(1).map(row => ["", "", ...row]));
  };
  add("Modules", recon.modules.length, [[list(recon.modules.map(({ name }) => name))]]);
  add(
    "Integrations",
    recon.integrations.length,
    recon.integrations.map(found => {
      const [place] = found.places;
      const breaks = found.breaksInContainer === null ? "  " : `${out.mark("warn")} `;
      return [
        found.host ?? serviceName(found.service),
        found.variables[0] ?? "",
        `${breaks}${place ? where(place) : ""}`,
      ];
    }),
  );
  add(
    "Entry points",
    recon.entryPoints.length,
    recon.entryPoints.map(entry => [
      entry.kind,
      cutMiddle(entry.command.join(" ") || entry.target, 38),
      `  ${where(entry.place)}${entry.port === null ? "" : `  port ${entry.port}`}`,
    ]),
  );
  const required = recon.environment.filter(variable => variable.required).map(({ name }) => name);
  const secret = recon.environment.filter(variable => variable.secret).map(({ name }) => name);
  add("Environment", recon.environment.length, [
    [`required: ${list(required)}`],
    ...(secret.length > 0 ? [[`secret:   ${list(secret)}`]] : []),
  ]);
  add("Dependencies", recon.dependencies.filter(({ direct }) => direct).length, [
    [
      list(
        recon.dependencies.filter(({ direct, group }) => direct && group === "main").map(({ name }) => name),
        5,
      ),
    ],
  ]);
  add("Build scripts", recon.buildScripts.length, [[list(recon.buildScripts.map(({ path }) => path))]]);
  const docker = [...recon.docker.dockerfiles, ...recon.docker.composeFiles, ...recon.docker.ignoreFiles];
  add("Docker files", docker.length, [[list(docker)]]);
  const trouble = [
    ...recon.python.problems.map(({ what, place }) => ({ what, place })),
    ...recon.readiness.map(({ what, place }) => ({ what, place })),
    ...recon.problems.map(({ message, place }) => ({ what: message, place })),
  ];
  add(
    "Problems",
    trouble.length,
    trouble.slice(0, 12).map(({ what, place }) => [`${out.mark("warn")} ${where(place)}`, what]),
  );
  const width = out.options.colour ? Infinity : WIDTH;
  for (const line of table(rows)) out.line(line.length > width ? `${line.slice(0, WIDTH - 1)}…` : line);
  if (trouble.length > 12) out.line(`                   ${plural(trouble.length - 12, "more problem")} in --json`);
  out.line();
}
