import { defineRule } from "../../define-rule";
import { removeWithBlanks, replace, safeFix } from "../../query/fixing";

export const rule = defineRule({
  target: "dockerfile",
  id: "empty-continuation-line",
  code: "DD1015",
  severity: "warning",
  mirrors: ["NoEmptyContinuation", "EMPTY_CONTINUATION_LINE"],
  what: "An empty line inside a continued instruction.",
  why: "Builders still skip it, but have announced to stop at it; readers take it for the instruction's end.",
  todo: "Remove the line, or write a comment on it.",
  bad: "FROM python:3.13-slim\nRUN apt-get update && \\\n«\n»    apt-get upgrade -y\n",
  good: "FROM python:3.13-slim\nRUN apt-get update && \\\n    apt-get upgrade -y\n",
  check: context => {
    for (const instruction of context.file.instructions) {
      for (const [index, line] of instruction.emptyLines.entries()) {
        if (index > 0 && instruction.emptyLines[index - 1]?.end === line.start) continue;
        let { end } = line;
        for (const next of instruction.emptyLines.slice(index + 1)) {
          if (next.start === end) end = next.end;
        }
        const span = { start: line.start, end };
        context.report(span, "An empty line inside this instruction will be an error in later builders. Remove it.", {
          fixes: [safeFix("Remove the Empty Line", replace(span, ""))],
        });
      }
    }
    const last = context.file.instructions.at(-1);
    if (last === undefined || last.fullSpan.end !== last.span.end) return;
    // The file's last line ends in the escape character: it continues with nothing.
    const start = Math.max(last.span.end, last.keywordSpan.end);
    const rest = context.text.slice(start);
    const mark = rest.trim();
    if (mark !== context.file.escape || !rest.includes("\n")) return;
    const at = start + rest.indexOf(mark);
    context.report(
      { start: at, end: at + 1 },
      "This continues the line with nothing, since the file ends here. Remove it.",
      {
        mirrors: ["EMPTY_CONTINUATION_LINE"],
        fixes: [safeFix("Remove It", removeWithBlanks(context.text, { start: at, end: at + 1 }))],
      },
    );
  },
});
