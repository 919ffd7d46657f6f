import { at } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { addEntry, fixOf, isHidden, partsOf } from "../../query/compose";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "missing-limits",
  code: "DD2051",
  severity: "info",
  enabled: false,
  mirrors: [],
  what: "A service without a memory limit.",
  why: "One service that leaks takes the memory of all others.",
  todo: "Write `mem_limit`, or `deploy.resources.limits`.",
  bad: "services:\n  «web»:\n    image: shop:1\n",
  good: "services:\n  web:\n    image: shop:1\n    mem_limit: 512m\n",
  check: context => {
    for (const service of context.document.services) {
      if (isHidden(context, service)) continue;
      const has = partsOf(context, service).some(
        ({ service: part }) =>
          at(part.node, "mem_limit") !== undefined ||
          at(part.node, "deploy", "resources", "limits", "memory") !== undefined,
      );
      if (has) continue;
      context.report(
        service.keySpan,
        `\`${shorten(service.name, 30)}\` may take all of the host's memory. Write \`mem_limit\`.`,
        {
          // Beside limits under `deploy`, Compose takes no `mem_limit`.
          fixes: partsOf(context, service).some(
            each => at(each.service.node, "deploy", "resources", "limits") !== undefined,
          )
            ? []
            : fixOf("Add mem_limit: 512m", false, addEntry(context.text, service.node, ["mem_limit: 512m"])),
        },
      );
    }
  },
});
