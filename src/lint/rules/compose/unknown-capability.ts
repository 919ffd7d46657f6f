import { locatedList } from "../../../docker/compose/scalars";
import { at } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { CAPABILITIES, capabilityName } from "../../query/capabilities";
import { reportUnknown } from "../../query/compose";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "unknown-capability",
  code: "DD2047",
  severity: "error",
  mirrors: [],
  what: "A capability that Linux does not have.",
  why: "The engine refuses to make the container.",
  todo: "Correct the name, as in capabilities(7).",
  bad: "services:\n  web:\n    image: shop:1\n    cap_add: [«NET_ADMN»]\n",
  good: "services:\n  web:\n    image: shop:1\n    cap_add: [NET_ADMIN]\n",
  check: context => {
    for (const service of context.document.services) {
      for (const key of ["cap_add", "cap_drop"]) {
        for (const each of locatedList(at(service.node, key))) {
          const name = capabilityName(each.text);
          if (name === "ALL" || name.includes("$") || CAPABILITIES.includes(name)) continue;
          reportUnknown(context, { name: each.text, span: each.span }, CAPABILITIES, hint => {
            const todo = hint === null ? "Correct the name." : `Write \`${hint}\`.`;
            return `Linux has no capability \`${shorten(each.text, 30)}\`, so the container is not made. ${todo}`;
          });
        }
      }
    }
  },
});
