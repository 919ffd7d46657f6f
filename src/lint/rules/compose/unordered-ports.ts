import { defineRule } from "../../define-rule";
import { firstOutOfOrder } from "../../query/compose-order";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "unordered-ports",
  code: "DD2123",
  severity: "hint",
  enabled: false,
  mirrors: ["service-ports-alphabetical-order"],
  what: "Ports that are not in order of their number.",
  why: "Changes to the list read worse.",
  todo: "Order them.",
  bad: 'services:\n  web:\n    image: nginx:1.27\n    ports: ["8443:443", «"8080:80"»]\n',
  good: 'services:\n  web:\n    image: nginx:1.27\n    ports: ["8080:80", "8443:443"]\n',
  check: context => {
    for (const service of context.document.services) {
      // A port that a variable decides has no number to be ordered by.
      const ports = service.ports.filter(
        port => (port.published !== null || port.target !== null) && !port.text.includes("$"),
      );
      const number = (port: (typeof ports)[number]): number => (port.published ?? port.target)?.first ?? 0;
      const found = firstOutOfOrder(ports, (left, right) => number(left) - number(right));
      if (found === null) continue;
      context.report(
        found.item.span,
        `\`${shorten(found.item.text, 30)}\` stands behind \`${shorten(found.before.text, 30)}\`. Put it before.`,
      );
    }
  },
});
