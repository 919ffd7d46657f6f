import { located, locatedList } from "../../../docker/compose/scalars";
import { defineRule } from "../../define-rule";
import { quoted } from "../../query/compose";
import { replace, shorten, suggestion } from "../../query/fixing";

const OPERATORS: ReadonlySet<string> = new Set(["|", "||", "&&", ";", ">", ">>", "<", "2>&1", ">/dev/null"]);

export const rule = defineRule({
  target: "compose",
  id: "shell-syntax-in-check",
  code: "DD2101",
  severity: "error",
  mirrors: [],
  what: "A `CMD` health check with shell operators, or with its whole command line in one word.",
  why: "No shell reads it: the program is not found, or is given `||` as an argument, and the container never turns healthy.",
  todo: "Write `CMD-SHELL` with the command line as one text.",
  bad: 'services:\n  web:\n    image: shop:1\n    healthcheck:\n      test: ["CMD", "curl", "-f", "http://localhost", «"||"», "exit", "1"]\n',
  good: 'services:\n  web:\n    image: shop:1\n    healthcheck:\n      test: ["CMD-SHELL", "curl -f http://localhost || exit 1"]\n',
  check: context => {
    for (const service of context.document.services) {
      const test = service.healthcheck?.test;
      if (test?.kind !== "list" || located(test.items[0])?.text !== "CMD") continue;
      const words = locatedList(test);
      if (words.length !== test.items.length) continue;
      const rest = words.slice(1);
      const operator = rest.find(word => OPERATORS.has(word.text));
      const program = rest[0];
      const isLine = rest.length === 1 && program !== undefined && /\s\S/.test(program.text.trim());
      const wrong = operator ?? (isLine ? program : undefined);
      if (wrong === undefined) continue;
      const isFlow = context.text[test.span.start] === "[";
      const canJoin =
        isFlow && rest.every(word => OPERATORS.has(word.text) || isLine || /^[\w@%+=:,./-]+$/.test(word.text));
      const line = rest.map(word => word.text).join(" ");
      context.report(
        wrong.span,
        operator === undefined
          ? `No program is called \`${shorten(wrong.text, 40)}\`, so the check always fails. Write \`CMD-SHELL\`, or one word an item.`
          : `No shell reads \`${shorten(wrong.text, 20)}\` here: it becomes an argument. Write \`CMD-SHELL\` with the command as one text.`,
        {
          fixes: canJoin
            ? [suggestion("Change to CMD-SHELL", replace(test.span, `["CMD-SHELL", ${quoted(line)}]`))]
            : [],
        },
      );
    }
  },
});
