import { defineRule } from "../../define-rule";
import { exactStart } from "../../../docker/compose/scalars";
import { replace, shorten, suggestion } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "spaced-environment-entry",
  code: "DD2084",
  severity: "error",
  mirrors: [],
  what: "A `NAME = value` entry with blanks around `=`, or `NAME: value` in a list.",
  why: "The blank becomes part of the name or the value, so the program finds neither.",
  todo: "Write `NAME=value` without blanks.",
  bad: "services:\n  web:\n    image: shop:1\n    environment:\n      - DEBUG« = »1\n",
  good: "services:\n  web:\n    image: shop:1\n    environment:\n      - DEBUG=1\n",
  check: context => {
    for (const service of context.document.services) {
      for (const variable of service.environment) {
        const { name, value, node } = variable;
        if (!variable.isList || value === null || name === name.trimEnd()) continue;
        const trimmed = name.trimEnd();
        const exact = exactStart(context.text, node);
        const spaces = value.length - value.trimStart().length;
        const span =
          exact === null ? variable.span : { start: exact + trimmed.length, end: exact + name.length + 1 + spaces };
        context.report(
          span,
          `The blanks become part of the name \`${shorten(trimmed, 40)}\`, so the program does not find it. Write \`${shorten(trimmed, 40)}=\`.`,
          {
            fixes: exact === null ? [] : [suggestion("Remove the Blanks", replace(span, "="))],
          },
        );
      }
    }
  },
});
