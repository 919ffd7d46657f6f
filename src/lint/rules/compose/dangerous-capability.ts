import { locatedList } from "../../../docker/compose/scalars";
import { asText, at } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { DANGEROUS, capabilityName } from "../../query/capabilities";
import { fixOf, removeLines } from "../../query/compose";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "dangerous-capability",
  code: "DD2046",
  severity: "warning",
  mirrors: [],
  what: "`cap_add` with `ALL` or a capability that leads to root on the host.",
  why: "With it a program breaks out of its container.",
  todo: "Add the one capability that the program needs.",
  bad: "services:\n  web:\n    image: shop:1\n    cap_add:\n      - NET_ADMIN\n      - «ALL»\n",
  good: "services:\n  web:\n    image: shop:1\n    cap_add:\n      - NET_ADMIN\n",
  check: context => {
    for (const service of context.document.services) {
      const list = locatedList(at(service.node, "cap_add"));
      for (const each of list) {
        const name = capabilityName(each.text);
        if (!DANGEROUS.has(name)) continue;
        // It reaches only the processes that the container sees.
        if (name === "SYS_PTRACE" && asText(at(service.node, "pid")) !== "host") continue;
        context.report(
          each.span,
          name === "ALL"
            ? `\`ALL\` gives \`${shorten(service.name, 30)}\` every power of root on the host. Add the capabilities that it needs.`
            : `With \`${name}\` a program can leave its container and become root on the host. Remove it, unless nothing else helps.`,
          { fixes: list.length < 2 ? [] : fixOf(`Remove ${each.text}`, false, removeLines(context.text, each.span)) },
        );
      }
    }
  },
});
