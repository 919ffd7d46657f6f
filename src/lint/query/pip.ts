import type { ShellCommand, ShellWord } from "../../docker/shell/types";
import { operands } from "./commands";

/** Options of `pip install` whose value is the next word, without dashes. */
const VALUED: readonly string[] = [
  "abi",
  "b",
  "build",
  "c",
  "cache-dir",
  "cert",
  "client-cert",
  "config-settings",
  "C",
  "constraint",
  "e",
  "editable",
  "exists-action",
  "extra-index-url",
  "f",
  "find-links",
  "global-option",
  "group",
  "i",
  "index-url",
  "implementation",
  "log",
  "no-binary",
  "only-binary",
  "platform",
  "prefix",
  "progress-bar",
  "proxy",
  "python",
  "python-version",
  "r",
  "report",
  "requirement",
  "retries",
  "root",
  "root-user-action",
  "src",
  "t",
  "target",
  "timeout",
  "trusted-host",
  "upgrade-strategy",
  "w",
  "wheel-dir",
];

/** True for `pip`, `pip3.12` and `python -m pip`; not for pipx and pipenv. */
export function isPip(command: ShellCommand): boolean {
  const { name } = command;
  if (name === null) return false;
  if (/^pip[0-9.]*$/.test(name)) return true;
  return /^(?:python|pypy)[0-9.]*$/.test(name) && moduleAt(command) !== -1;
}

/** The index of `pip` behind `-m` among the arguments, -1 without. */
function moduleAt(command: ShellCommand): number {
  const words = command.arguments;
  for (const [at, word] of words.entries()) {
    if (word.text === "-m" || /^-[a-zA-Z]*m$/.test(word.text)) return words[at + 1]?.text === "pip" ? at + 1 : -1;
    if (!word.text.startsWith("-")) return -1;
  }
  return -1;
}

/** One `pip install`. */
export interface PipInstall {
  readonly command: ShellCommand;
  /** The word `install`. */
  readonly verb: ShellWord;
  /** What stands behind it and is no option: names, paths, URLs. */
  readonly packages: readonly ShellWord[];
}

/** The `pip install` that a command is, null where it is none; `verbs` are those that count as one. */
export function pipInstall(command: ShellCommand, verbs: readonly string[] = ["install"]): PipInstall | null {
  if (!isPip(command)) return null;
  const isModule = /^(?:python|pypy)/.test(command.name ?? "");
  const from = isModule ? moduleAt(command) + 1 : 0;
  const words = operands({ ...command, arguments: command.arguments.slice(from) }, VALUED);
  const verb = words[0];
  if (verb === undefined || !verbs.includes(verb.text)) return null;
  return { command, verb, packages: words.slice(1) };
}

/** The `pipx install` that a command is, null where it is none. */
export function pipxInstall(command: ShellCommand): PipInstall | null {
  if (command.name !== "pipx") return null;
  const [verb, ...packages] = operands(command, ["i", "index-url", "pip-args", "python", "spec", "suffix"]);
  return verb?.text === "install" ? { command, verb, packages } : null;
}
