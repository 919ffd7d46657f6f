import { plainText } from "../../docker/dockerfile/logical-text";
import { parseShell } from "../../docker/shell/parse";
import type { ShellCommand } from "../../docker/shell/types";

/** One simple command of a shell text, wrappers such as `exec` and `sudo` already taken off by the shell parser. */
export interface SimpleCommand {
  /** Quotes resolved, expansions as written. */
  readonly words: readonly string[];
  /** Which of the words are quoted: an expansion in them makes no further words. */
  readonly quoted: readonly boolean[];
  readonly assignments: ReadonlyMap<string, string>;
  readonly offset: number;
  /** Followed by `&`: it keeps running beside what comes next. */
  readonly isBackground: boolean;
  /** `exec` takes the shell's place: nothing comes after it. */
  readonly isExec: boolean;
  /** In an `if`, a loop, a function or a subshell. */
  readonly depth: number;
  /** Whether it runs depends: it stands in an `if`, a loop or a function, or behind `&&` or `||`. */
  readonly isConditional: boolean;
}

/** The simple commands of a shell text in the order of the text; `base` is added to every offset. */
export function simpleCommands(text: string, base = 0): readonly SimpleCommand[] {
  const { commands } = parseShell(plainText(text, base));
  const wrappers = new Set<ShellCommand>(commands.flatMap(({ wrapper }) => wrapper ?? []));
  const found: SimpleCommand[] = [];
  commands.forEach((command, index) => {
    if (command.substituted || wrappers.has(command)) return;
    const next = commands.slice(index + 1).find(({ wrapper }) => wrapper !== command);
    let isExec = false;
    const assignments = new Map(command.assignments.map(({ name, value }) => [name, value.text]));
    for (let outer = command.wrapper; outer !== null; outer = outer.wrapper) {
      isExec ||= outer.words[0]?.text === "exec";
      for (const { name, value } of outer.assignments) if (!assignments.has(name)) assignments.set(name, value.text);
    }
    const ampersand = text.slice(command.span.end - base).trimStart();
    found.push({
      words: command.words.map(word => word.text),
      quoted: command.words.map(word => word.quoted),
      assignments,
      offset: command.span.start,
      isBackground: next?.connector === "&" || (next === undefined && /^&(?!&)/.test(ampersand)),
      isExec,
      depth: command.depth,
      isConditional: command.depth > 0 || command.connector === "&&" || command.connector === "||",
    });
  });
  return found;
}
