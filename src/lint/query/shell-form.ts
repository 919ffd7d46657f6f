import { sourceSpan } from "../../docker/dockerfile/logical-text";
import type { LogicalText } from "../../docker/dockerfile/logical-text";
import { shellAt } from "../../docker/dockerfile/stages";
import { parseShell } from "../../docker/shell/parse";
import type { Span } from "../../model/place";
import type { DockerfileContext } from "../dockerfile-context";
import type { ReportedFix } from "../rule";
import { replace, suggestion } from "./fixing";

/** A CMD, ENTRYPOINT or HEALTHCHECK CMD that runs through a shell. */
export interface ShellForm {
  readonly text: LogicalText;
  readonly span: Span;
  readonly isCheck: boolean;
  readonly hasOwnShell: boolean;
  /** It begins with `exec`, so that the program takes the shell's place, or a SHELL instruction is in force. */
  readonly isDeliberate: boolean;
}

export function shellForms(context: DockerfileContext): readonly ShellForm[] {
  const forms: ShellForm[] = [];
  for (const instruction of context.file.instructions) {
    const { kind } = instruction;
    if (kind !== "CMD" && kind !== "ENTRYPOINT" && kind !== "HEALTHCHECK") continue;
    const isCheck = kind === "HEALTHCHECK";
    const text = isCheck ? instruction.command : instruction.body;
    // What begins with a bracket was meant as JSON: other rules say what is wrong with it.
    if (instruction.json !== null || text === null || text.text === "" || text.text.startsWith("[")) continue;
    if (isCheck && instruction.type?.raw.toUpperCase() !== "CMD") continue;
    const hasOwnShell = shellAt(context.stageOf(instruction), instruction) !== null;
    const isDeliberate = hasOwnShell || /^exec\s/.test(text.text);
    forms.push({ text, span: sourceSpan(text, 0, text.text.length), isCheck, hasOwnShell, isDeliberate });
  }
  return forms;
}

/** The fix that writes a command as a JSON array; none where it needs the shell. */
export function asJsonArray(text: LogicalText, span: Span): readonly ReportedFix[] {
  const words = text.starts.length === 1 ? plainWords(text) : null;
  if (words === null) return [];
  return [suggestion("Write a JSON Array", replace(span, `[${words.map(word => JSON.stringify(word)).join(", ")}]`))];
}

/** What of the shell a command needs: nothing, the values of variables and wildcards, or its own grammar, as in loops and lists. */
export function shellNeed(text: LogicalText): "none" | "expansion" | "script" {
  if (plainWords(text) !== null) return "none";
  const { commands } = parseShell(text);
  const isOne = commands.length === 1 && !/[;&|\n]|^\s*(?:for|while|until|if|case)\b/.test(text.text);
  return isOne ? "expansion" : "script";
}

/** The words of a command that needs no shell, null where it does. */
function plainWords(text: LogicalText): readonly string[] | null {
  if (/[;&|\n]/.test(text.text)) return null;
  const { commands, problems } = parseShell(text);
  const command = commands[0];
  if (command === undefined || problems.length > 0) return null;
  if (command.assignments.length > 0 || command.redirections.length > 0) return null;
  const words = command.name === "exec" ? command.arguments : command.words;
  if (words.length === 0 || words.some(word => word.value === null || word.glob || word.text.startsWith("~")))
    return null;
  return words.map(word => word.text);
}
