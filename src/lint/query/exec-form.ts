import { lastOf } from "../../docker/dockerfile/stages";
import type { CommandInstruction, Word } from "../../docker/dockerfile/types";
import { isShell } from "../../docker/shell/unwrap";
import { nameOf } from "../../model/paths";
import { readCommand } from "../../recon/commands/read-command";
import type { DockerfileContext } from "../dockerfile-context";
import { systemOf } from "./known-runs";

/** What joins commands, or sends what they print elsewhere. */
const OPERATOR = /^(?:&&|\|\|?|;|[12]?>{1,2}|2>&1|&>|&)$/;
/** Programs that stand behind an operator, beside those of Python's world. A path alone may be a file's. */
const PROGRAM =
  /^(?:\.\/.+|\/.*\/bin\/.+|.+\.sh|python[\d.]*|pip[\d.]*|exec|cd|jq|echo|cat|tee|grep|sed|awk|sort|xargs|head|tail|sleep|wait|true|export|source|rm|cp|mv|mkdir|chmod|chown|nginx|cron|service|supervisord|apt(?:-get)?|apk|npm|node|curl|wget)$/s;

/**
 * The places of the words that were meant for a shell. What may as well be an argument (`--sep ";"`, `-exec rm {} ";"`, `tr "|" ","`)
 * is none: where an option stands before it, or a word that alone means something else, a program or a file has to follow.
 */
export function operatorsOf(items: readonly Word[]): readonly number[] {
  const values = items.map(({ value }) => value);
  return values.flatMap((value, at) => (at > 0 && OPERATOR.test(value) && isMeant(values, at) ? [at] : []));
}

function isMeant(values: readonly string[], at: number): boolean {
  const [before = "", value = "", next = ""] = values.slice(at - 1);
  const isValue = /^-[^=]*$/.test(before);
  if (/^(?:[12]>|&>)/.test(value)) return true;
  if (value.startsWith(">")) return !isValue && /^(?:\.{0,2}\/|[\w-].*\.[a-z])/i.test(next);
  if (/^(?:&&|\|\|)$/.test(value) && !isValue) return true;
  return PROGRAM.test(next) || readCommand(values.slice(at + 1)) !== null;
}

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
  const operators = operatorsOf(items);
  // Beside one that was meant for a shell, another may be too.
  if (operators.length > 0 && items.filter(({ value }) => OPERATOR.test(value)).length > operators.length) return null;
  const words = items.map(({ value }, at) => {
    if (operators.includes(at) || /^[\w@%+=:,./-]+$/.test(value)) return value;
    return /["\\`']|\$\(/.test(value) ? null : /^[\w@%+=:,./${}-]+$/.test(value) ? value : `"${value}"`;
  });
  if (words.includes(null)) return null;
  const last = items.findLastIndex(({ value }, at) => operators.includes(at) && /^(?:&&|;)$/.test(value)) + 1;
  // The last program takes the shell's place, so that it gets the signals.
  if (last < words.length && !operators.some(at => at >= last)) words.splice(last, 0, "exec");
  return `["sh", "-c", ${JSON.stringify(words.join(" "))}]`;
}
