import type { Span } from "../../model/place";
import type { DockerfileContext } from "../dockerfile-context";
import { commandsNamed } from "./commands";
import { removeInstruction, removeWithBlanks, replace, suggestion } from "./fixing";
import { instructionsOf } from "./stages";

/** One place where an environment variable gets a value: ENV, ARG, `NAME=… command`, `export NAME=…`. */
export interface EnvironmentSetting {
  readonly name: string;
  readonly value: string;
  /** The name. */
  readonly span: Span;
  readonly fix: ReturnType<typeof suggestion> | null;
}

/** All settings of the file in the order of its instructions. */
export function settingsOf(context: DockerfileContext): readonly EnvironmentSetting[] {
  const settings: EnvironmentSetting[] = [];
  for (const instruction of instructionsOf(context, "ENV", "ARG")) {
    for (const pair of instruction.pairs) {
      const edit =
        instruction.pairs.length === 1
          ? removeInstruction(context, instruction)
          : removeWithBlanks(context.text, pair.span);
      const value = pair.value?.value ?? "";
      const fix = instruction.onbuild ? null : suggestion("Remove the Variable", edit);
      settings.push({ name: pair.key.value, value, span: pair.key.span, fix });
    }
  }
  for (const run of context.runs) {
    for (const command of run.commands) {
      if (command.wrapper !== null && command.assignments.length > 0 && command.wrapper.assignments.length > 0)
        continue;
      for (const { name, value, span } of command.assignments) {
        settings.push({
          name,
          value: value.text,
          span: { start: span.start, end: span.start + name.length },
          fix: null,
        });
      }
    }
    for (const command of commandsNamed(run, "export")) {
      for (const word of command.arguments) {
        const equals = word.text.indexOf("=");
        if (equals <= 0) continue;
        const name = word.text.slice(0, equals);
        const span = { start: word.span.start, end: word.span.start + name.length };
        settings.push({ name, value: word.text.slice(equals + 1), span, fix: null });
      }
    }
  }
  return settings;
}

/** Reports a variable wherever it gets one of the values; any value where `values` is null. */
export function reportSetting(
  context: DockerfileContext,
  name: string,
  values: readonly string[] | null,
  message: string,
): void {
  if (!context.text.includes(name)) return;
  for (const setting of settingsOf(context)) {
    if (setting.name !== name || setting.value === "" || (values !== null && !values.includes(setting.value))) continue;
    context.report(setting.span, message, { fixes: setting.fix === null ? [] : [setting.fix] });
  }
}

/** Reports an option of a command wherever it is given; the fix drops it or writes `instead`. */
export function reportOption(
  context: DockerfileContext,
  names: readonly string[],
  options: readonly string[],
  message: string,
  instead?: string,
): void {
  for (const run of context.runs) {
    for (const command of commandsNamed(run, ...names)) {
      for (const word of command.arguments) {
        if (!options.includes(word.text)) continue;
        const edit = instead === undefined ? removeWithBlanks(context.text, word.span) : replace(word.span, instead);
        const title = instead === undefined ? "Drop the Option" : `Change to ${instead}`;
        context.report(word.span, message, { fixes: [suggestion(title, edit)] });
      }
    }
  }
}
