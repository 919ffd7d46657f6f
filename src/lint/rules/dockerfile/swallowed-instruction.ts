import { INSTRUCTION_KINDS } from "../../../docker/dockerfile/instruction";
import type { DockerfileContext } from "../../dockerfile-context";
import { defineRule } from "../../define-rule";
import { replace, suggestion } from "../../query/fixing";

/** Instructions that a line begins with in capitals, but for one that opens a stage and those that hardly stand there. */
const KEYWORDS: ReadonlySet<string> = new Set(
  INSTRUCTION_KINDS.filter(kind => !["FROM", "MAINTAINER", "ONBUILD", "SHELL"].includes(kind)),
);

/** The continuation mark of the line above an offset that begins its line, blank and comment lines left out; null without one. */
function markAbove({ text, file }: DockerfileContext, offset: number): number | null {
  let start = text.lastIndexOf("\n", offset - 1) + 1;
  if (text.slice(start, offset).trim() !== "") return null;
  while (start > 0) {
    const first = text.lastIndexOf("\n", start - 2) + 1;
    const above = text.slice(first, start - 1).trimEnd();
    if (above.endsWith(file.escape) && !/^\s*#/.test(above)) return first + above.length - 1;
    if (above.trim() !== "" && !/^\s*#/.test(above)) return null;
    start = first;
  }
  return null;
}

export const rule = defineRule({
  target: "dockerfile",
  id: "swallowed-instruction",
  code: "DD1187",
  severity: "error",
  mirrors: [],
  what: "A line that was meant as an instruction, behind a line that ends with the continuation mark.",
  why: "It is no instruction but more words of the RUN above: a package manager is asked for a package called `COPY`, and nothing is copied.",
  todo: "Remove the mark at the end of the line above.",
  bad: "FROM python:3.13-slim\nRUN pip install --no-cache-dir flask \\\n«COPY» . /app\n",
  good: "FROM python:3.13-slim\nRUN pip install --no-cache-dir flask\nCOPY . /app\n",
  check: context => {
    for (const { instruction, commands } of context.runs) {
      if (instruction.json !== null || instruction.body.starts.length < 2) continue;
      for (const command of commands) {
        const word = command.words.find(each => !each.quoted && KEYWORDS.has(each.raw));
        const mark = word === undefined ? null : markAbove(context, word.span.start);
        if (word === undefined || mark === null || word.span.start >= instruction.span.end) continue;
        const before = context.text.slice(0, mark).trimEnd();
        context.report(
          word.span,
          `The line above ends with \`${context.file.escape}\`, so \`${word.raw}\` is a word of this RUN and no instruction. Remove that mark.`,
          {
            fixes: /[&|;]$/.test(before)
              ? []
              : [suggestion("End the RUN Above", replace({ start: before.length, end: mark + 1 }, ""))],
          },
        );
        break;
      }
    }
  },
});
