import type { Span } from "../../model/place";
import type { ShellCommand, ShellWord } from "../../docker/shell/types";
import type { RunStep } from "../dockerfile-context";

/** One option of a command: `--name`, `--name=value` or a letter of `-abc`. */
export interface CommandFlag {
  /** Without dashes and value. */
  readonly name: string;
  /** The value behind `=`, null without one. */
  readonly value: string | null;
  readonly word: ShellWord;
}

/** The options of a command up to `--`; each letter of a short cluster is one. */
export function flagsOf(command: ShellCommand): readonly CommandFlag[] {
  const flags: CommandFlag[] = [];
  for (const word of command.arguments) {
    const { text } = word;
    if (text === "--") break;
    if (text.startsWith("--")) {
      const equals = text.indexOf("=");
      flags.push({
        name: equals === -1 ? text.slice(2) : text.slice(2, equals),
        value: equals === -1 ? null : text.slice(equals + 1),
        word,
      });
    } else if (text.startsWith("-") && text.length > 1) {
      for (const letter of text.slice(1)) flags.push({ name: letter, value: null, word });
    }
  }
  return flags;
}

/** True where one of the options is given; single letters are also found in clusters. */
export function hasFlag(command: ShellCommand, ...names: readonly string[]): boolean {
  for (const word of command.arguments) {
    const { text } = word;
    if (text.length < 2 || text[0] !== "-") continue;
    if (text === "--") return false;
    if (text[1] === "-") {
      const equals = text.indexOf("=");
      if (names.includes(equals === -1 ? text.slice(2) : text.slice(2, equals))) return true;
    } else if (names.some(name => name.length === 1 && text.includes(name, 1))) return true;
  }
  return false;
}

/** The number of times that an option is given. */
export function countFlag(command: ShellCommand, name: string): number {
  return flagsOf(command).filter(flag => flag.name === name).length;
}

export function hasArgument(command: ShellCommand, ...texts: readonly string[]): boolean {
  return command.arguments.some(word => texts.includes(word.text));
}

/**
 * The arguments that are no options. `valued` names the options (without dashes) whose value is the next word; a value behind `=` or glued to a
 * single letter needs no word of its own.
 */
export function operands(command: ShellCommand, valued: readonly string[] = []): readonly ShellWord[] {
  const found: ShellWord[] = [];
  const words = command.arguments;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const { text } = word;
    if (text === "--") {
      found.push(...words.slice(at + 1));
      break;
    }
    if (!text.startsWith("-") || text === "-") {
      found.push(word);
      continue;
    }
    const isLong = text.startsWith("--");
    const name = isLong ? text.slice(2) : text.slice(-1);
    if (valued.includes(name) && (isLong || text.length === 2 || !valued.includes(text[1] ?? ""))) at++;
  }
  return found;
}

/** The commands of a step with one of these names. */
export function commandsNamed(run: RunStep, ...names: readonly string[]): readonly ShellCommand[] {
  return run.commands.filter(command => command.name !== null && names.includes(command.name));
}

/** The span of a command's name. */
export function nameSpan(command: ShellCommand): Span {
  return command.words[0]?.span ?? command.span;
}

/** The value of an option: behind `=`, glued to its letter, or the next word; null where it is not given. */
export function flagValue(command: ShellCommand, ...names: readonly string[]): ShellWord | null {
  const words = command.arguments;
  for (const [at, word] of words.entries()) {
    const { text } = word;
    for (const name of names) {
      const flag = name.length === 1 ? `-${name}` : `--${name}`;
      if (text === flag) return words[at + 1] ?? null;
      if (name.length > 1 && text.startsWith(`${flag}=`)) return part(word, flag.length + 1);
      if (name.length === 1 && text.startsWith(flag) && !text.startsWith("--")) return part(word, 2);
    }
  }
  return null;
}

function part(word: ShellWord, from: number): ShellWord {
  return { ...word, text: word.text.slice(from), value: word.value === null ? null : word.value.slice(from) };
}
