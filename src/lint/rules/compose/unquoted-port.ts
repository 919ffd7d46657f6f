import { isPlain } from "../../../docker/compose/scalars";
import { defineRule } from "../../define-rule";
import { replace, safeFix, shorten } from "../../query/fixing";
import { portNode } from "../../query/compose-ports";

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
      for (const port of service.ports) {
        const node = port.isShort ? portNode(service, port) : null;
        if (node === null || !isPlain(context.text, node) || !port.text.includes(":")) continue;
        context.report(
          node.span,
          `Some readers take \`${shorten(port.text, 40)}\` for a number to base 60. Put it in quotes.`,
          {
            fixes: [safeFix("Put It in Quotes", replace(node.span, `"${port.text}"`))],
          },
        );
      }
    }
  },
});
