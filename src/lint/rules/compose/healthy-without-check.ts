import type { ComposeService } from "../../../docker/compose/types";
import { defineRule } from "../../define-rule";
import { addEntry, awaitedBy, fixOf, merged } from "../../query/compose";
import { shorten } from "../../query/fixing";
import { knownImage } from "../../query/known-images";
import type { KnownImage } from "../../query/known-images";
import type { ReportedFix } from "../../rule";

export const rule = defineRule({
  target: "compose",
  id: "healthy-without-check",
  code: "DD2019",
  severity: "error",
  mirrors: [],
  what: "`condition: service_healthy` for a service without a health check.",
  why: "The condition can never become true, so the waiting service does not start.",
  todo: "Give the service a `healthcheck`, or wait with `service_started`.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    depends_on:\n      db:\n        condition: «service_healthy»\n  db:\n    image: postgres:17\n",
  good: 'services:\n  web:\n    image: nginx:1.27\n    depends_on:\n      db:\n        condition: service_healthy\n  db:\n    image: postgres:17\n    healthcheck:\n      test: ["CMD-SHELL", "pg_isready -U $${POSTGRES_USER:-postgres}"]\n      interval: 5s\n      timeout: 5s\n      retries: 10\n',
  check: context => {
    for (const { service, dependency, target } of awaitedBy(context, "service_healthy")) {
      const check = merged(context, target.service, each => each.healthcheck);
      const isDisabled = check?.isDisabled === true;
      const image = knownImage(merged(context, target.service, each => each.image)?.text);
      const isBuilt = merged(context, target.service, each => each.build) !== null;
      const hasOwnTest = check !== null && check.test !== null;
      // Other images may bring a health check of their own, and a Dockerfile is another rule's matter.
      if (!isDisabled && (hasOwnTest || image === null || isBuilt)) continue;
      const name = shorten(dependency.name, 24);
      const waits = `\`${shorten(service.name, 24)}\` waits until \`${name}\` is healthy`;
      context.report(
        dependency.conditionSpan,
        isDisabled
          ? `${waits}, but its health check is switched off, so it never starts. Switch it on.`
          : `${waits}, but \`${name}\` has no health check, so it never starts. Add one.`,
        {
          related: [context.placeOf(target.service.keySpan, target.file.path)],
          fixes:
            image === null || check !== null || target.file.path !== context.path
              ? []
              : addCheck(context.text, target.service, image),
        },
      );
    }
  },
});

function addCheck(text: string, service: ComposeService, { check, product }: KnownImage): readonly ReportedFix[] {
  if (check === null) return [];
  const lines = ["healthcheck:", `  test: ${check}`, "  interval: 5s", "  timeout: 5s", "  retries: 10"];
  return fixOf(`Add a Health Check for ${product}`, false, addEntry(text, service.node, lines));
}
