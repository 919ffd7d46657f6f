import { lineIndexOf, lineSpan } from "../../../docker/line-map";
import { defineRule } from "../../define-rule";
import { parsePragma } from "../../pragma";
import { replace, suggestion } from "../../query/fixing";

export const rule = defineRule({
  target: "dockerfile",
  id: "inline-ignore",
  code: "DD1142",
  severity: "info",
  enabled: false,
  mirrors: ["DL1001"],
  what: "A comment that silences hadolint.",
  why: "Findings are hidden one by one, where nobody reviews them.",
  todo: "Correct the finding, or decide for the whole workspace in the settings.",
  bad: "«# hadolint ignore=DL3006»\nFROM python\n",
  good: "FROM python\n",
  check: context => {
    for (const comment of context.file.comments) {
      const pragma = parsePragma(comment.text);
      if (pragma?.kind !== "ignore" || pragma.tool !== "hadolint") continue;
      const line = lineSpan(context.text, context.file.lines, lineIndexOf(context.file.lines, comment.span.start));
      context.report(
        comment.span,
        "This comment hides findings of the next line from review. Correct them, or decide in the settings.",
        {
          mirrors: ["DL1001"],
          fixes: [suggestion("Remove the Comment", replace(line, ""))],
        },
      );
    }
  },
});
