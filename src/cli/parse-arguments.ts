import { parseArgs } from "node:util";
import { DrydockError, messageOf } from "../model/error";
import { didYouMean } from "../model/nearest";
import { sentences } from "../model/sentences";
import type { Arguments, Command } from "./command";

/** Reads a subcommand's words by its own description; anything else is a usage error with the usage line. */
export function parseArguments(command: Command, words: readonly string[]): Arguments {
  const usage = (what: string, hint = ""): DrydockError =>
    new DrydockError(
      "usage",
      what,
      `The usage is: drydock ${command.usage}`,
      sentences(hint, `drydock ${command.name} --help tells each option`),
    );
  let values: Readonly<Record<string, unknown>>;
  let positionals: readonly string[];
  try {
    const options = Object.fromEntries(
      Object.entries(command.flags).map(([name, { type, multiple }]) => [name, { type, multiple: multiple ?? false }]),
    );
    ({ values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true, strict: true }));
  } catch (error) {
    const unknown = /^Unknown option '--?([^']+)'/.exec(messageOf(error))?.[1];
    if (unknown !== undefined) throw usage(`There is no option --${unknown}.`, meantOption(command, unknown));
    const open = /^Option '--([\w-]+)(?: <value>)?' argument (?:missing|is ambiguous)/.exec(messageOf(error))?.[1];
    if (open !== undefined) throw usage(`--${open} needs a value: ${command.flags[open]?.value ?? "TEXT"}.`);
    throw usage(messageOf(error).split(". ", 1)[0]?.replace(/\.?$/, ".") ?? "The arguments could not be read.");
  }
  if (positionals.length > command.positionals) throw usage(`${positionals.at(-1)} is one argument too many.`);
  const textsOf = (name: string): readonly string[] => {
    const value = values[name];
    return Array.isArray(value) ? value.map(String) : typeof value === "string" ? [value] : [];
  };
  return { positionals, flag: name => values[name] === true, text: name => textsOf(name).at(-1), texts: textsOf };
}

/** The option that was meant: the nearest name, or the one that takes the unknown name as its value. */
function meantOption({ flags }: Command, unknown: string): string {
  const taking = Object.entries(flags).find(([, { value }]) => value?.split("|").includes(unknown) === true);
  if (taking) return `Did you mean --${taking[0]} ${unknown}?`;
  return didYouMean(unknown, Object.keys(flags), name => `--${name}`);
}
