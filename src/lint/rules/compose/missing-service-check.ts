import { at } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { addEntry, fixOf, isHidden, merged } from "../../query/compose";
import { shorten } from "../../query/fixing";
import { knownImage } from "../../query/known-images";

export const rule = defineRule({
  target: "compose",
  id: "missing-service-check",
  code: "DD2053",
  severity: "info",
  enabled: false,
  mirrors: [],
  what: "A database, cache or queue without a health check.",
  why: "What depends on it starts before it answers.",
  todo: "Add a `healthcheck`, and wait for it with `condition: service_healthy`.",
  bad: "services:\n  «db»:\n    image: redis:7.4\n",
  good: 'services:\n  db:\n    image: redis:7.4\n    healthcheck:\n      test: ["CMD", "redis-cli", "ping"]\n      interval: 5s\n      timeout: 5s\n      retries: 10\n',
  check: context => {
    for (const service of context.document.services) {
      if (isHidden(context, service)) continue;
      const image = knownImage(merged(context, service, each => each.image)?.text);
      if (image?.check == null || merged(context, service, each => each.healthcheck) !== null) continue;
      // One that is empty or broken has the key already.
      const isOpen = at(service.node, "healthcheck") === undefined;
      const lines = ["healthcheck:", `  test: ${image.check}`, "  interval: 5s", "  timeout: 5s", "  retries: 10"];
      context.report(
        service.keySpan,
        `Nothing tells when \`${shorten(service.name, 30)}\` is ready, so what needs it may start too early. Add a health check.`,
        {
          fixes: fixOf(
            `Add a Health Check for ${image.product}`,
            false,
            isOpen ? addEntry(context.text, service.node, lines) : null,
          ),
        },
      );
    }
  },
});
