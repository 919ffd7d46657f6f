import { allInterpolations, readInterpolations } from "../../../docker/compose/interpolation";
import { partSpan } from "../../../docker/compose/scalars";
import { asText } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { visitScalars } from "../../query/compose-scalars";
import { replace, shorten, suggestion } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "variable-without-default",
  code: "DD2081",
  severity: "info",
  enabled: false,
  mirrors: [],
  what: "A variable without a default that is not in `.env` either.",
  why: "Where nobody sets it, Compose writes an empty text in its place and goes on.",
  todo: "Write `${NAME:-default}`, or `${NAME:?}` to stop where it is missing.",
  bad: "services:\n  web:\n    image: shop:«${TAG}»\n",
  good: "services:\n  web:\n    image: shop:${TAG:?}\n",
  check: context => {
    const { document, project } = context;
    if (document.problems.length > 0) return;
    const told = new Set<string>();
    // A variable that stops Compose where it is missing is never empty at its other places.
    visitScalars(document.root, node => {
      for (const each of allInterpolations(readInterpolations(asText(node) ?? "").found)) {
        if (each.operator?.endsWith("?") === true) told.add(each.name);
      }
    });
    visitScalars(document.root, node => {
      for (const each of allInterpolations(readInterpolations(asText(node) ?? "").found)) {
        if (each.operator !== null || told.has(each.name) || project.variables?.has(each.name) === true) continue;
        told.add(each.name);
        const span = partSpan(context.text, node, each.span.start, each.span.end);
        context.report(
          span,
          `Where nobody sets \`${shorten(each.name, 30)}\`, Compose goes on with an empty text. Give a default, or write \`\${${shorten(each.name, 30)}:?}\`.`,
          {
            fixes:
              span === node.span ? [] : [suggestion("Stop Where It Is Missing", replace(span, `\${${each.name}:?}`))],
          },
        );
      }
    });
  },
});
