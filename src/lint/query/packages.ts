import { mountsOf } from "../../docker/dockerfile/mounts";
import type { ShellCommand, ShellWord } from "../../docker/shell/types";
import type { RunStep } from "../dockerfile-context";
import { operands } from "./commands";

/** How a package manager is called. */
export interface PackageTool {
  readonly names: readonly string[];
  /** Its words for "install". */
  readonly install: readonly string[];
  /** Options whose value is the next word, without dashes. */
  readonly valued: readonly string[];
}

/** One call that installs packages. */
export interface Installation {
  readonly command: ShellCommand;
  /** The word `install`, `add` and so on. */
  readonly verb: ShellWord;
  readonly packages: readonly ShellWord[];
}

const APT_VALUED = ["t", "target-release", "default-release", "o", "option", "c", "config-file", "a"];

export const APT_GET: PackageTool = { names: ["apt-get"], install: ["install"], valued: APT_VALUED };
export const APT: PackageTool = { names: ["apt", "apt-get", "aptitude"], install: ["install"], valued: APT_VALUED };
export const APK: PackageTool = {
  names: ["apk"],
  install: ["add"],
  valued: ["t", "virtual", "repository", "X", "p", "root", "arch", "keys-dir", "repositories-file"],
};
const YUM_VALUED = [
  "c",
  "config",
  "d",
  "e",
  "x",
  "exclude",
  "enablerepo",
  "disablerepo",
  "repo",
  "setopt",
  "installroot",
  "releasever",
];
export const YUM: PackageTool = { names: ["yum"], install: ["install"], valued: YUM_VALUED };
export const DNF: PackageTool = {
  names: ["dnf", "microdnf", "dnf5", "tdnf"],
  install: ["install", "in"],
  valued: YUM_VALUED,
};
export const ZYPPER: PackageTool = {
  names: ["zypper"],
  install: ["install", "in"],
  valued: ["r", "repo", "t", "type", "from", "c", "config", "R", "root", "C", "cache-dir", "p", "plus-repo"],
};

/** The installing calls of a step with a tool; `verbs` are other words than the tool's own. */
export function installations(
  run: RunStep,
  tool: PackageTool,
  verbs: readonly string[] = tool.install,
): readonly Installation[] {
  const found: Installation[] = [];
  for (const command of run.commands) {
    if (command.name === null || !tool.names.includes(command.name)) continue;
    const words = operands(command, tool.valued);
    const at = words.findIndex(word => verbs.includes(word.text));
    const verb = words[at];
    // Words before the verb are values of options that are not in the table, or `module` and `group` of dnf.
    if (verb === undefined) continue;
    found.push({ command, verb, packages: words.filter((_, index) => index !== at) });
  }
  return found;
}

/** The calls of a tool with one of these verbs as an operand. */
export function callsOf(run: RunStep, names: readonly string[], ...verbs: readonly string[]): readonly ShellCommand[] {
  return run.commands.filter(
    command =>
      command.name !== null &&
      names.includes(command.name) &&
      command.arguments.some(word => verbs.includes(word.text)),
  );
}

/** True where a cache or tmpfs mount of the step covers a path that holds `fragment`. */
export function hasCacheMount(run: RunStep, ...fragments: readonly string[]): boolean {
  return mountsOf(run.instruction).some(
    mount =>
      (mount.type === "cache" || mount.type === "tmpfs") &&
      mount.target !== null &&
      fragments.some(fragment => (mount.target ?? "").includes(fragment)),
  );
}

/** True where an expansion decides what the word means. */
export function isDynamic(word: ShellWord): boolean {
  return word.value === null;
}
