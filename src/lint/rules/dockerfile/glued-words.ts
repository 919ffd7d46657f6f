import { lastOf } from "../../../docker/dockerfile/stages";
import type { CommandInstruction, Word } from "../../../docker/dockerfile/types";
import type { DockerfileContext } from "../../dockerfile-context";
import { defineRule } from "../../define-rule";
import { replace, shorten, suggestion } from "../../query/fixing";
import { systemOf } from "../../query/known-runs";
import { instructionsOf } from "../../query/stages";

/** True where the first item is the program: no entry point, of this file or of the base, is given the items. */
function isProgram(context: DockerfileContext, instruction: CommandInstruction): boolean {
  if (instruction.kind === "ENTRYPOINT") return true;
  const stage = context.stageOf(instruction);
  return stage !== null && systemOf(context, stage) !== null && lastOf(stage, "ENTRYPOINT") === null;
}

/** The words of a text that a shell would split into; null where quotes or expansions are in it. */
function plainWords(text: string): readonly string[] | null {
  return /["'\\$`*?[\]{}();&|<>~]/.test(text) ? null : text.trim().split(/\s+/);
}

function splitFix(item: Word): ReturnType<typeof suggestion>[] {
  const words = plainWords(item.value);
  if (words === null) return [];
  return [suggestion("Write One Word an Item", replace(item.span, words.map(word => JSON.stringify(word)).join(", ")))];
}

/** An option with its value behind a blank, which no earlier option takes for its own value. */
function isGluedOption(items: readonly Word[], at: number): boolean {
  const before = items[at - 1]?.value ?? "";
  return (
    at > 0 &&
    // What begins with an option is given to an entry point, which may split it.
    !(items[0]?.value ?? "").startsWith("-") &&
    /^--?[A-Za-z][\w-]* +[\w./:-]+$/.test(items[at]?.value ?? "") &&
    !/^-[^\s=]*$/.test(before) &&
    !items.slice(0, at).some(item => /^-[a-z]*[ce]$/.test(item.value))
  );
}

export const rule = defineRule({
  target: "dockerfile",
  id: "glued-words",
  code: "DD1189",
  severity: "error",
  mirrors: [],
  what: "A JSON array of CMD or ENTRYPOINT with several words in one item: the whole command, or an option with its value.",
  why: "No shell splits an item: a program of that whole name is looked for, or the option is given a value that begins with a blank.",
  todo: "Write one word an item.",
  bad: 'FROM python:3.13-slim\nCMD [«"python app.py"»]\n',
  good: 'FROM python:3.13-slim\nCMD ["python", "app.py"]\n',
  check: context => {
    for (const instruction of instructionsOf(context, "CMD", "ENTRYPOINT")) {
      const items = instruction.json?.items ?? [];
      const [first] = items;
      if (first === undefined || instruction.onbuild) continue;
      if (/\S\s+\S/.test(first.value) && !/^\s*["'/]/.test(first.value) && isProgram(context, instruction)) {
        context.report(
          first.span,
          `No program is called \`${shorten(first.value, 40)}\`, so the container stops at its start. Write one word an item.`,
          { fixes: splitFix(first) },
        );
        continue;
      }
      for (const [at, item] of items.entries()) {
        if (!isGluedOption(items, at)) continue;
        const [option = ""] = item.value.split(" ");
        context.report(
          item.span,
          `\`${shorten(item.value, 40)}\` is one word to the program, which gets no \`${shorten(option, 20)}\` with that value. Write two items.`,
          { severity: "warning", fixes: splitFix(item) },
        );
      }
    }
  },
});
