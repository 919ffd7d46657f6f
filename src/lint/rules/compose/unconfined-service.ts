import { locatedList } from "../../../docker/compose/scalars";
import { at } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { fixOf, removeLines } from "../../query/compose";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "unconfined-service",
  code: "DD2048",
  severity: "warning",
  mirrors: [],
  what: "`security_opt` that switches seccomp, AppArmor or SELinux off.",
  why: "The kernel no longer refuses the calls that break out of containers.",
  todo: "Remove it, or name a profile that allows the one call that is needed.",
  bad: "services:\n  web:\n    image: shop:1\n    security_opt:\n      - no-new-privileges:true\n      - «seccomp:unconfined»\n",
  good: "services:\n  web:\n    image: shop:1\n    security_opt:\n      - no-new-privileges:true\n",
  check: context => {
    for (const service of context.document.services) {
      const list = locatedList(at(service.node, "security_opt"));
      for (const each of list) {
        if (!/^(?:(?:seccomp|apparmor|systempaths)[:=]unconfined|label[:=]disable)$/.test(each.text)) continue;
        context.report(
          each.span,
          `\`${shorten(each.text, 40)}\` switches the kernel's guard off for \`${shorten(service.name, 30)}\`. Remove it, or name a profile.`,
          {
            fixes: list.length < 2 ? [] : fixOf(`Remove ${each.text}`, false, removeLines(context.text, each.span)),
          },
        );
      }
    }
  },
});
