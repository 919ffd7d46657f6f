import { located } from "../../../docker/compose/scalars";
import { entry } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { fixOf, removeEntry } from "../../query/compose";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "privileged-service",
  code: "DD2040",
  severity: "warning",
  mirrors: [],
  what: "`privileged: true`.",
  why: "The container may do whatever root may do on the host: load modules, read every disk.",
  todo: "Remove it, and add the capabilities or devices that are needed.",
  bad: "services:\n  web:\n    image: shop:1\n    privileged: «true»\n",
  good: "services:\n  web:\n    image: shop:1\n",
  check: context => {
    for (const service of context.document.services) {
      const own = entry(service.node, "privileged");
      if (own === undefined || located(own.value)?.text !== "true") continue;
      context.report(
        own.value.span,
        `\`${shorten(service.name, 30)}\` may do on the host whatever root may. Remove this, and add the capabilities it needs.`,
        { fixes: fixOf("Remove privileged", false, removeEntry(context.text, service.node, own)) },
      );
    }
  },
});
