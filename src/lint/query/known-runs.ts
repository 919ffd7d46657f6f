import { debianOf } from "../../recon/knowledge/debian-images";
import { chainOf } from "../../docker/dockerfile/stages";
import type { Stage } from "../../docker/dockerfile/stages";
import type { Instruction, InstructionOf } from "../../docker/dockerfile/types";
import type { ShellCommand } from "../../docker/shell/types";
import type { DockerfileView, RunStep } from "../dockerfile-context";
import { isAlpine, isPlainBase, pythonOf, rootOf } from "./python-base";

export type System = "Alpine" | "Debian";

const SYSTEMS = new WeakMap<Stage, System | null>();

/** The system of a stage on an official image that holds nothing but a system or Python; null for others. */
export function systemOf(view: DockerfileView, stage: Stage): System | null {
  const known = SYSTEMS.get(stage);
  if (known !== undefined) return known;
  const found = readSystem(view, stage);
  SYSTEMS.set(stage, found);
  return found;
}

function readSystem(view: DockerfileView, stage: Stage): System | null {
  const root = rootOf(view, stage);
  if (root === null) return null;
  const { reference } = root;
  if (!isPlainBase(reference)) return null;
  if (isAlpine(reference)) return "Alpine";
  const isDebian = /^(?:library\/)?(?:debian|ubuntu)$/.test(reference.repository) || debianOf(reference) !== null;
  return isDebian || (pythonOf(reference) !== null && !/windows|nanoserver/.test(reference.tag ?? ""))
    ? "Debian"
    : null;
}

/** What the stage and those that it builds on have before an instruction. */
export function instructionsBefore(stage: Stage, index: number): readonly Instruction[] {
  return chainOf(stage).flatMap(each => each.instructions.filter(other => other.index < index));
}

/** The USER that is in force at an instruction; null where the stages set none. */
export function userAt(stage: Stage, index: number): InstructionOf<"USER"> | null {
  for (let current: Stage | null = stage; current !== null; current = current.base) {
    const found = current.byKind.get("USER")?.findLast(each => each.index < index);
    if (found?.kind === "USER") return found;
  }
  return null;
}

/** The name or number of a user without its group; null where a variable hides it. */
export function userName(text: string): string | null {
  const name = text.split(":")[0] ?? "";
  return name === "" || name.includes("$") ? null : name;
}

/** What USER names, as BuildKit reads it: without quotes. */
export function userText(user: InstructionOf<"USER"> | null): string {
  return user?.words[0]?.value ?? "";
}

export function isRootName(name: string): boolean {
  return name === "root" || /^0+$/.test(name);
}

/** All that an instruction says, heredocs included. */
export function wholeText(view: DockerfileView, { fullSpan }: Instruction): string {
  return view.text.slice(fullSpan.start, fullSpan.end);
}

/** Programs that only ask: what `&&` joins to them runs where the answer is yes. */
const ASKING = /^(?:!|\[{1,2}|test|e?grep|cmp|diff|false|getent|id|ls|stat|dpkg|dpkg-query|rpm|pgrep)$/;

const CERTAIN = new WeakMap<RunStep, ReadonlySet<ShellCommand>>();

/** True where the step surely runs the command itself: under no condition, in no other root, not by way of another program. */
export function isCertain(view: DockerfileView, run: RunStep, command: ShellCommand): boolean {
  let certain = CERTAIN.get(run);
  if (certain === undefined) CERTAIN.set(run, (certain = certainCommands(view, run)));
  return certain.has(command);
}

function certainCommands(view: DockerfileView, run: RunStep): ReadonlySet<ShellCommand> {
  const { instruction, commands } = run;
  const certain = new Set<ShellCommand>();
  if (instruction.onbuild) return certain;
  if (/\|\||\bcommand -v\b|\bwhich\b|\bchroot\b|\btype\b/.test(wholeText(view, instruction))) return certain;
  let isAsked = false;
  for (const command of commands) {
    if (command.depth > 0 || command.wrapper !== null || command.substituted) continue;
    if (command.connector !== "&&" && command.connector !== "|" && command.connector !== "|&") isAsked = false;
    if (!isAsked) certain.add(command);
    if (ASKING.test(command.name ?? "")) isAsked = true;
  }
  return certain;
}

/** Whether an instruction, with all that it says, is one that is looked for. */
export type Saying = (instruction: Instruction, text: string, view: DockerfileView) => boolean;

const SAID = new WeakMap<Saying, WeakMap<Stage, boolean>>();

/** True where the stage, or one that it builds on, has such an instruction. `says` is a function of a module's own: each stage is searched once for it. */
export function isSaid(view: DockerfileView, stage: Stage, says: Saying): boolean {
  let known = SAID.get(says);
  if (known === undefined) SAID.set(says, (known = new WeakMap()));
  const open: Stage[] = [];
  let isFound: boolean | undefined;
  for (let current: Stage | null = stage; current !== null; current = current.base) {
    isFound = known.get(current);
    if (isFound !== undefined) break;
    open.push(current);
  }
  isFound ??= false;
  for (const each of open.reverse()) {
    isFound ||= each.instructions.some(other => says(other, wholeText(view, other), view));
    known.set(each, isFound);
  }
  return isFound;
}
