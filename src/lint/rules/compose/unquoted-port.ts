import { at, items } from "../../../workspace/data-node";
import { isPlain } from "../../../docker/compose/scalars";
import { defineRule } from "../../define-rule";
import { replace, safeFix, shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "unquoted-port",
  code: "DD2034",
  severity: "info",
  enabled: false,
  mirrors: ["require-quotes-in-ports"],
  what: "A port without quotes.",
  why: "YAML 1.1 readers take `22:22` for a number to base 60; Compose itself does not.",
  todo: "Put it in quotes.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    ports:\n      - «8000:80»\n",
  good: 'services:\n  web:\n    image: nginx:1.27\n    ports:\n      - "8000:80"\n',
  check: context => {
    for (const service of context.document.services) {
      for (const node of [...items(at(service.node, "ports")), ...items(at(service.node, "expose"))]) {
        if (node.kind !== "scalar" || node.value === null || !isPlain(context.text, node)) continue;
        const name = shorten(node.raw, 40);
        context.report(
          node.span,
          node.raw.includes(":")
            ? `Some readers take \`${name}\` for a number to base 60. Put it in quotes.`
            : `\`${name}\` is a number here, and the ports with a colon are text. Put it in quotes.`,
          { fixes: /["\\]/.test(node.raw) ? [] : [safeFix("Put It in Quotes", replace(node.span, `"${node.raw}"`))] },
        );
      }
    }
  },
});
