import { defineRule } from "../../define-rule";
import { insert, shorten, suggestion } from "../../query/fixing";

export const rule = defineRule({
  target: "dockerfile",
  id: "unterminated-heredoc",
  code: "DD1016",
  severity: "error",
  mirrors: [],
  what: "A heredoc whose closing word is missing.",
  why: "The rest of the file is read as its text, and the build stops.",
  todo: "Write the word alone on a line after the text; with `<<-` tabs may stand before it.",
  bad: "FROM python:3.13-slim\nRUN «<<EOF»\npip install flask\n",
  good: "FROM python:3.13-slim\nRUN <<EOF\npip install flask\nEOF\n",
  check: context => {
    for (const problem of context.file.problems) {
      if (problem.code !== "unterminated-heredoc") continue;
      const heredoc = context.instructions
        .flatMap(each => each.heredocs)
        .find(each => each.span.start === problem.span.start);
      const name = heredoc?.name ?? "EOF";
      const end = context.text.length;
      const before = context.text.endsWith("\n") ? "" : "\n";
      context.report(
        problem.span,
        `This text is never closed, so the build stops. Write \`${shorten(name, 30)}\` alone on the line after it.`,
        { fixes: [suggestion(`Add ${shorten(name, 30)} at the End`, insert(end, `${before}${name}\n`))] },
      );
    }
  },
});
