import { lastOf } from "../../docker/dockerfile/stages";
import type { CommandInstruction, Word } from "../../docker/dockerfile/types";
import { isShell } from "../../docker/shell/unwrap";
import { nameOf } from "../../model/paths";
import type { DockerfileContext } from "../dockerfile-context";
import { systemOf } from "./known-runs";

/** What joins commands, or sends what they print elsewhere. */
export const OPERATOR = /^(?:&&|\|\|?|;|[12]?>{1,2}|2>&1|&>|&)$/;

/** True where a shell, a program of the image's own, or one that expands by itself may read the words of a JSON array. */
export function mayRead(context: DockerfileContext, instruction: CommandInstruction): boolean {
  const stage = context.stageOf(instruction);
  if (stage === null || systemOf(context, stage) === null) return true;
  if (instruction.kind === "CMD" && lastOf(stage, "ENTRYPOINT") !== null) return true;
  return (instruction.json?.items ?? []).some(
    ({ value }) => isShell(nameOf(value)) || /^(?:\S*\.sh|envsubst|eval|-[a-z]*[ce]|\|{3,})$/.test(value),
  );
}

/** The same command for a shell; null where a word needs more quoting than double quotes give. */
export function forShell(items: readonly Word[]): string | null {
  const words = items.map(({ value }) => {
    if (OPERATOR.test(value) || /^[\w@%+=:,./-]+$/.test(value)) return value;
    return /["\\`']|\$\(/.test(value) ? null : /^[\w@%+=:,./${}-]+$/.test(value) ? value : `"${value}"`;
  });
  if (words.includes(null)) return null;
  const last = items.findLastIndex(({ value }) => /^(?:&&|;)$/.test(value)) + 1;
  // The last program takes the shell's place, so that it gets the signals.
  if (last < words.length && !items.slice(last).some(({ value }) => OPERATOR.test(value)))
    words.splice(last, 0, "exec");
  return `["sh", "-c", ${JSON.stringify(words.join(" "))}]`;
}
