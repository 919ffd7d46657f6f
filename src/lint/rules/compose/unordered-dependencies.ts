import type { ComposeDependency } from "../../../docker/compose/types";
import { compareText, type Span } from "../../../model/place";
import { defineRule } from "../../define-rule";
import { firstOutOfOrder } from "../../query/compose-order";
import { shorten } from "../../query/fixing";
import { reorder } from "../../query/reorder";

export const rule = defineRule({
  target: "compose",
  id: "unordered-dependencies",
  code: "DD2122",
  severity: "hint",
  enabled: false,
  mirrors: ["service-dependencies-alphabetical-order"],
  what: "`depends_on` that is not in alphabetical order.",
  why: "Changes to it read worse.",
  todo: "Order the names.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    depends_on: [db, «cache»]\n  db:\n    image: postgres:17\n  cache:\n    image: redis:7.4\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    depends_on: [cache, db]\n  db:\n    image: postgres:17\n  cache:\n    image: redis:7.4\n",
  check: context => {
    for (const service of context.document.services) {
      const found = firstOutOfOrder(service.dependsOn, byName);
      if (found === null) continue;
      context.report(
        found.item.span,
        `\`${shorten(found.item.name, 30)}\` stands behind \`${shorten(found.before.name, 30)}\`. Put it before, by the alphabet.`,
        { fixes: reorder(context, "Sort the Names", service.dependsOn.map(withCondition), byName) },
      );
    }
  },
});

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return compareText(left.name, right.name);
}

/** The name alone in the short form, and with all that stands below it in the long one. */
function withCondition({ name, span, node }: ComposeDependency): { readonly name: string; readonly span: Span } {
  return { name, span: { start: span.start, end: Math.max(span.end, node?.span.end ?? 0) } };
}
