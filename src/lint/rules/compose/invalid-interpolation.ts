import { readInterpolations } from "../../../docker/compose/interpolation";
import { partSpan } from "../../../docker/compose/scalars";
import { asText } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { visitScalars } from "../../query/compose-scalars";
import { replace, shorten, suggestion } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "invalid-interpolation",
  code: "DD2080",
  severity: "error",
  mirrors: [],
  what: "`${` that begins no well-formed variable.",
  why: "Compose refuses the file: it replaces variables in every value.",
  todo: "Write `$$` for a dollar sign, and `${NAME:-default}` for a variable.",
  bad: 'services:\n  web:\n    image: nginx:1.27\n    environment:\n      TAG: "«${TAG:=1}»"\n',
  good: 'services:\n  web:\n    image: nginx:1.27\n    environment:\n      TAG: "${TAG:-1}"\n',
  check: context => {
    const { document } = context;
    if (document.problems.length > 0) return;
    visitScalars(document.root, node => {
      const text = asText(node);
      if (text === undefined) return;
      for (const problem of readInterpolations(text).problems) {
        const span = partSpan(context.text, node, problem.span.start, problem.span.end);
        const isExact = span !== node.span || text.length === problem.span.end - problem.span.start;
        const written = text.slice(problem.span.start, problem.span.end);
        const canFix = isExact && written === "$";
        context.report(
          span,
          `\`${shorten(written, 40)}\` ${problem.message}, so Compose refuses the file. ${written.startsWith("${") ? "Correct it, or write `$$` for a dollar sign." : "Write `$$` for a dollar sign."}`,
          { fixes: canFix ? [suggestion("Write $$", replace(span, "$$"))] : [] },
        );
      }
    });
  },
});
