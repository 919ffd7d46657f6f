import { entry } from "../../../workspace/data-node";
import { asStrings, asText, at } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { fixOf } from "../../query/compose";
import { replace } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "legacy-links",
  code: "DD2071",
  severity: "info",
  mirrors: [],
  what: "`links` or `external_links`.",
  why: "They are left from Docker's first networks: services of one network reach each other by name without them.",
  todo: "Write `depends_on` for the order, and an alias under `networks` for another name.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    «links»:\n      - db\n  db:\n    image: postgres:17\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    depends_on:\n      - db\n  db:\n    image: postgres:17\n",
  check: context => {
    for (const service of context.document.services) {
      // The engine's own bridge knows no names: there, links alone give them.
      if (asText(at(service.node, "network_mode")) === "bridge") continue;
      for (const key of ["links", "external_links"]) {
        const own = entry(service.node, key);
        if (own === undefined) continue;
        const names = asStrings(at(service.node, key));
        const canRename =
          key === "links" &&
          service.dependsOn.length === 0 &&
          names.every(name => !name.includes(":") && !name.includes("$"));
        context.report(
          own.keySpan,
          `\`${key}\` is a leftover: services of one network reach each other by name. Write \`depends_on\` for the order.`,
          {
            tags: ["deprecated"],
            fixes: canRename ? fixOf("Change to depends_on", false, replace(own.keySpan, "depends_on")) : [],
          },
        );
      }
    }
  },
});
