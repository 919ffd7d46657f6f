import { at } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { addEntry, fixOf, isHidden, partsOf } from "../../query/compose";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "writable-root-filesystem",
  code: "DD2050",
  severity: "info",
  enabled: false,
  mirrors: [],
  what: "A service whose file system may be written.",
  why: "Whoever gets in can change the program itself.",
  todo: "Write `read_only: true`, with `tmpfs` for what must be written.",
  bad: "services:\n  «web»:\n    image: shop:1\n",
  good: "services:\n  web:\n    image: shop:1\n    read_only: true\n",
  check: context => {
    for (const service of context.document.services) {
      if (isHidden(context, service)) continue;
      const has = partsOf(context, service).some(({ service: part }) => at(part.node, "read_only") !== undefined);
      if (has) continue;
      context.report(
        service.keySpan,
        `\`${shorten(service.name, 30)}\` may change its own program. Write \`read_only: true\`, and \`tmpfs\` for what it writes.`,
        {
          fixes: fixOf("Add read_only: true", false, addEntry(context.text, service.node, ["read_only: true"])),
        },
      );
    }
  },
});
