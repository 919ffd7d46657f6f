import { isPlain } from "../../../docker/compose/scalars";
import { at, entries } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { replace, safeFix } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "ambiguous-boolean",
  code: "DD2091",
  severity: "info",
  enabled: false,
  mirrors: [],
  what: "`yes`, `no`, `on` or `off` without quotes.",
  why: "Compose 2 reads a text; readers of YAML 1.1, such as podman-compose, read true or false.",
  todo: "Put it in quotes.",
  bad: "services:\n  web:\n    image: shop:1\n    environment:\n      DEBUG: «yes»\n",
  good: 'services:\n  web:\n    image: shop:1\n    environment:\n      DEBUG: "yes"\n',
  check: context => {
    for (const service of context.document.services) {
      const restart = entries(service.node).filter(each => each.key === "restart");
      for (const { value } of [...entries(at(service.node, "environment")), ...restart]) {
        if (value.kind !== "scalar" || !isPlain(context.text, value)) continue;
        if (!/^(?:yes|no|on|off|y|n)$/i.test(value.raw)) continue;
        context.report(value.span, `Some readers take \`${value.raw}\` for true or false. Put it in quotes.`, {
          fixes: [safeFix("Put It in Quotes", replace(value.span, `"${value.raw}"`))],
        });
      }
    }
  },
});
