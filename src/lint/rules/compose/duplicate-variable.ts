import { defineRule } from "../../define-rule";
import { fixOf, removeLines } from "../../query/compose";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "duplicate-variable",
  code: "DD2085",
  severity: "warning",
  mirrors: [],
  what: "A list of `environment` that gives one name twice.",
  why: "Only the last one counts.",
  todo: "Remove the one that is not meant.",
  bad: "services:\n  web:\n    image: shop:1\n    environment:\n      - «DEBUG=1»\n      - DEBUG=0\n",
  good: "services:\n  web:\n    image: shop:1\n    environment:\n      - DEBUG=0\n",
  check: context => {
    for (const service of context.document.services) {
      const last = new Map(service.environment.map(each => [each.name, each]));
      for (const variable of service.environment) {
        const other = last.get(variable.name);
        if (!variable.isList || other === undefined || other === variable || other.span.start === variable.span.start)
          continue;
        context.report(
          variable.span,
          `\`${shorten(variable.name, 40)}\` is set again below, and only the last one counts. Remove one.`,
          {
            related: [context.placeOf(other.span)],
            tags: ["unnecessary"],
            fixes: fixOf("Remove This One", false, removeLines(context.text, variable.span)),
          },
        );
      }
    }
  },
});
