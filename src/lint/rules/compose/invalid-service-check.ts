import { located, locatedList } from "../../../docker/compose/scalars";
import { defineRule } from "../../define-rule";
import { insert, shorten, suggestion } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "invalid-service-check",
  code: "DD2100",
  severity: "error",
  mirrors: [],
  what: "A health check whose list does not begin with `CMD`, `CMD-SHELL` or `NONE`.",
  why: "The engine refuses to make the container.",
  todo: "Begin the list with `CMD`, or write the command as one text.",
  bad: 'services:\n  web:\n    image: shop:1\n    healthcheck:\n      test: [«"curl"», "-f", "http://localhost:8000/"]\n',
  good: 'services:\n  web:\n    image: shop:1\n    healthcheck:\n      test: ["CMD", "curl", "-f", "http://localhost:8000/"]\n',
  check: context => {
    for (const service of context.document.services) {
      const test = service.healthcheck?.test;
      if (test?.kind !== "list") continue;
      const words = locatedList(test);
      const first = words[0];
      if (first === undefined || located(test.items[0]) === null || first.text.includes("$")) continue;
      if (["CMD", "CMD-SHELL", "NONE"].includes(first.text)) continue;
      const isFlow = context.text[test.span.start] === "[";
      const hasBlanks = words.length === 1 && first.text.includes(" ");
      const word = hasBlanks ? "CMD-SHELL" : "CMD";
      context.report(
        first.span,
        `The engine takes \`${shorten(first.text, 30)}\` for the kind of check and refuses it. Put \`${word}\` before it.`,
        { fixes: isFlow ? [suggestion(`Insert ${word}`, insert(first.span.start, `"${word}", `))] : [] },
      );
    }
  },
});
