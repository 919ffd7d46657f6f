import { at, items } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { firstOutOfOrder } from "../../query/compose-order";
import { shorten } from "../../query/fixing";
import { reorder } from "../../query/reorder";

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
      // A port that a variable decides has no number to be ordered by, so it goes first.
      const number = (port: (typeof service.ports)[number]): number =>
        port.text.includes("$") ? -1 : ((port.published ?? port.target)?.first ?? -1);
      const byNumber = (left: (typeof service.ports)[number], right: (typeof service.ports)[number]): number =>
        number(left) - number(right);
      const known = service.ports.filter(port => number(port) !== -1);
      const found = firstOutOfOrder(known, byNumber);
      if (found === null) continue;
      const nodes = items(at(service.node, "ports"));
      const entries = service.ports.flatMap((port, index) => {
        const span = nodes[index]?.span;
        return span === undefined || nodes.length !== service.ports.length ? [] : [{ port, span }];
      });
      context.report(
        found.item.span,
        `\`${shorten(found.item.text, 30)}\` stands behind \`${shorten(found.before.text, 30)}\`. Put it before.`,
        {
          fixes:
            entries.length === service.ports.length
              ? reorder(context, "Sort the Ports", entries, (left, right) => byNumber(left.port, right.port))
              : [],
        },
      );
    }
  },
});
