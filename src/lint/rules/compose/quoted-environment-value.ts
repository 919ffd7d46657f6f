import { exactStart } from "../../../docker/compose/scalars";
import { defineRule } from "../../define-rule";
import { replace, shorten, suggestion } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "quoted-environment-value",
  code: "DD2083",
  severity: "warning",
  mirrors: [],
  what: "Quotes around the value of a `NAME=value` entry.",
  why: "YAML sees one plain text, so the quotes become part of the value.",
  todo: "Put the quotes around the whole entry, or write a map.",
  bad: 'services:\n  web:\n    image: shop:1\n    environment:\n      - GREETING=«"hello world"»\n',
  good: "services:\n  web:\n    image: shop:1\n    environment:\n      - GREETING=hello world\n",
  check: context => {
    for (const service of context.document.services) {
      for (const variable of [...service.environment, ...(service.build?.arguments ?? [])]) {
        const { value } = variable;
        if (!variable.isList || value === null || value.length < 2) continue;
        const quote = value[0];
        if ((quote !== '"' && quote !== "'") || !value.endsWith(quote)) continue;
        const inner = value.slice(1, -1);
        // JSON texts and the like hold further quotes, which may be meant.
        if (inner.includes(quote)) continue;
        const isExact = exactStart(context.text, variable.node) !== null;
        const canFix = isExact && !/[#:]\s|\s#|[:#]$|^\s|\s$/.test(inner);
        context.report(
          variable.valueSpan,
          `The quotes become part of \`${shorten(variable.name, 40)}\`, as YAML sees one text. Remove them, or quote the whole entry.`,
          { fixes: canFix ? [suggestion("Remove the Quotes", replace(variable.valueSpan, inner))] : [] },
        );
      }
    }
  },
});
