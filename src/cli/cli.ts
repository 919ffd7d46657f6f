import { VERSION } from "../app/version";
import { commandLineHost } from "../host/command-line";
import { userCacheFolder } from "../host/cache-folder";
import { easeCompiler } from "../host/compiler";
import { systemClock, sinkLog } from "../host/system";
import { DrydockError, messageOf } from "../model/error";
import { didYouMean } from "../model/nearest";
import { sentences } from "../model/sentences";
import { command as clean } from "./clean";
import { EXIT, type Command } from "./command";
import { command as dockerize } from "./dockerize";
import { command as lint } from "./lint";
import { parseArguments } from "./parse-arguments";
import { printError } from "./print";
import { command as recon } from "./recon";
import { command as report } from "./report";
import { command as rules } from "./rules";
import { command as scaffold } from "./scaffold";
import { command as scale } from "./scale";
import { Terminal, terminalOptions, WIDTH, wrap, wrappedTable } from "./terminal";
import { command as verify } from "./verify";

const COMMANDS: readonly Command[] = [recon, scaffold, lint, dockerize, verify, scale, report, clean, rules];

/** Runs one command line and answers its exit code. */
export async function main(words: readonly string[]): Promise<number> {
  const host = commandLineHost();
  const out = new Terminal(host.writeOut, terminalOptions(host.stdout, host.env), systemClock.elapsed);
  const err = new Terminal(host.writeErr, terminalOptions(host.stderr, host.env), systemClock.elapsed);
  const isVerbose = words.includes("--verbose");
  const rest = words.filter(word => word !== "--verbose");
  const [name = "--help", ...args] = rest;
  try {
    if (name === "--version" || name === "-V") {
      out.line(VERSION);
      return EXIT.ok;
    }
    if (name === "--help" || name === "-h" || name === "help") {
      printHelp(out);
      return EXIT.ok;
    }
    const command = commandNamed(name);
    if (args.includes("--help") || args.includes("-h")) {
      printCommandHelp(command, out);
      return EXIT.ok;
    }
    const parsed = parseArguments(command, args);
    // Loaded from its own bundle beside this one (see tools/build.mjs): what needs no core does not wait for it.
    const core = await import("../app/core-entry");
    const ports = core.nodePorts({
      log: sinkLog(line => err.line(line), isVerbose),
      cacheFolder: userCacheFolder(host.env),
      engine: () => import("../app/engine-entry"),
    });
    const { signal } = host;
    const exit = await command.run(parsed, { ...host, core, app: core.createApp(ports), ports, out, err, signal });
    // Removing what was started is never broken off, so a run that was stopped meanwhile comes to its end.
    return signal.aborted ? EXIT.interrupted : exit;
  } catch (error) {
    return exitOf(error, err, isVerbose);
  } finally {
    host.dispose();
  }
}

function commandNamed(name: string): Command {
  const names = COMMANDS.map(each => each.name);
  const command = COMMANDS.find(candidate => candidate.name === name);
  if (command) return command;
  throw new DrydockError(
    "usage",
    `There is no command ${name}.`,
    `Known are ${names.join(", ")}.`,
    sentences(didYouMean(name, names), "drydock --help tells what each does"),
  );
}

/** Says on the terminal what went wrong, and answers the exit code that it has. */
function exitOf(error: unknown, err: Terminal, isVerbose: boolean): number {
  err.clear();
  if (!(error instanceof DrydockError)) {
    err.line(`${err.mark("fail")} Drydock itself failed: ${messageOf(error)}`);
    err.line("  Do:  run it again with --verbose and report what it prints.");
    if (isVerbose && error instanceof Error) err.line(error.stack ?? "");
    return EXIT.failed;
  }
  if (error.code === "cancelled") {
    err.line("Stopped. What was started is removed.");
    return EXIT.interrupted;
  }
  printError(err, error);
  if (isVerbose) err.line(error.stack ?? "");
  if (UNUSABLE.has(error.code)) return EXIT.usage;
  return NO_ENGINE.has(error.code) ? EXIT.noEngine : EXIT.failed;
}

/** Where an engine was needed and none answered, or no longer. */
const NO_ENGINE: ReadonlySet<string> = new Set(["engine-absent", "engine-denied", "engine-lost", "engine-too-old"]);

/** What cannot be worked on as it was given. */
const UNUSABLE: ReadonlySet<string> = new Set([
  "usage",
  "folder-unreadable",
  "configuration-broken",
  "no-python",
  "no-python-version",
]);

function printHelp(out: Terminal): void {
  out.line(`Drydock ${VERSION}: puts an existing Python codebase into containers, with evidence.`);
  out.line();
  for (const line of wrappedTable(COMMANDS.map(({ name, what }) => [`  ${name}`, what]))) out.line(line);
  out.line();
  out.line("drydock COMMAND --help tells its options.");
  out.line("--verbose shows more, --version the version.");
}

function printCommandHelp(command: Command, out: Terminal): void {
  for (const line of wrap(keptTogether(`drydock ${command.usage}`), WIDTH, "        "))
    out.line(line.replaceAll("\u0000", " "));
  for (const line of wrap(command.what, WIDTH)) out.line(line);
  if (Object.keys(command.flags).length > 0) out.line();
  const rows = Object.entries(command.flags).map(([name, { value, help }]) => [
    `  --${name}${value === undefined ? "" : ` ${value}`}`,
    help,
  ]);
  for (const line of wrappedTable(rows)) out.line(line);
}

/** An option and its value stay on one line. */
function keptTogether(usage: string): string {
  return usage.replace(/\[[^\]]*\]/g, option => option.replaceAll(" ", "\u0000"));
}

/** True in the bundle, where this file is the program; tests import it. */
const isProgram = typeof require !== "undefined" && typeof module !== "undefined" && require.main === module;
if (isProgram) {
  easeCompiler();
  void main(process.argv.slice(2)).then(exit => {
    process.exitCode = exit;
  });
}
