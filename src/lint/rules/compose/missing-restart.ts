import { at } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { addEntry, fixOf, isHidden, partsOf } from "../../query/compose";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "missing-restart",
  code: "DD2052",
  severity: "info",
  enabled: false,
  mirrors: [],
  what: "A service without a restart policy.",
  why: "After a crash, or when the engine starts again, it stays down.",
  todo: "Write `restart: unless-stopped`.",
  bad: "services:\n  «web»:\n    image: shop:1\n",
  good: "services:\n  web:\n    image: shop:1\n    restart: unless-stopped\n",
  check: context => {
    // What another service waits for to end is to stay down.
    const dependencies = [...context.project.services.values()].flat().flatMap(({ service }) => service.dependsOn);
    const ending = new Set(
      dependencies.flatMap(({ name, condition }) => (condition === "service_completed_successfully" ? name : [])),
    );
    for (const service of context.document.services) {
      if (isHidden(context, service) || ending.has(service.name)) continue;
      const has = partsOf(context, service).some(
        ({ service: part }) => part.restart !== null || at(part.node, "deploy", "restart_policy") !== undefined,
      );
      if (has) continue;
      context.report(
        service.keySpan,
        `\`${shorten(service.name, 30)}\` stays down after a crash. Write \`restart: unless-stopped\`.`,
        {
          fixes: fixOf(
            "Add restart: unless-stopped",
            false,
            addEntry(context.text, service.node, ["restart: unless-stopped"]),
          ),
        },
      );
    }
  },
});
