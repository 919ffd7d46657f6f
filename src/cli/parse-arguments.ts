import { parseArgs } from "node:util";
import { DrydockError, messageOf } from "../model/error";
import type { Arguments, Command } from "./command";

/** Reads a subcommand's words by its own description; anything else is a usage error with the usage line. */
export function parseArguments(command: Command, words: readonly string[]): Arguments {
  const usage = (what: string): DrydockError =>
    new DrydockError(
      "usage",
      what,
      `The usage is: drydock ${command.usage}`,
      `drydock ${command.name} --help tells each option.`,
    );
  let values: Readonly<Record<string, unknown>>;
  let positionals: readonly string[];
  try {
    const options = Object.fromEntries(
      Object.entries(command.flags).map(([name, { type, multiple }]) => [name, { type, multiple: multiple ?? false }]),
    );
    ({ values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true, strict: true }));
  } catch (error) {
    throw usage(messageOf(error).split(". ", 1)[0]?.replace(/\.?$/, ".") ?? "The arguments could not be read.");
  }
  if (positionals.length > command.positionals) throw usage(`${positionals.at(-1)} is one argument too many.`);
  const textsOf = (name: string): readonly string[] => {
    const value = values[name];
    return Array.isArray(value) ? value.map(String) : typeof value === "string" ? [value] : [];
  };
  return { positionals, flag: name => values[name] === true, text: name => textsOf(name).at(-1), texts: textsOf };
}
