import { defineRule } from "../../define-rule";
import { addEntry, fixOf, isHidden, merged } from "../../query/compose";
import { shorten } from "../../query/fixing";
import { knownImage } from "../../query/known-images";

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
    for (const service of context.document.services) {
      for (const dependency of service.dependsOn) {
        if (dependency.condition !== "service_healthy") continue;
        const parts = context.project.services.get(dependency.name);
        const target = parts?.at(-1);
        if (parts === undefined || target === undefined || isHidden(context, target.service)) continue;
        const check = merged(context, target.service, each => each.healthcheck);
        const isDisabled = check?.isDisabled === true;
        const image = knownImage(merged(context, target.service, each => each.image)?.text);
        const isBuilt = merged(context, target.service, each => each.build) !== null;
        const hasOwnTest = check !== null && check.test !== null;
        // Other images may bring a health check of their own, and a Dockerfile is another rule's matter.
        if (!isDisabled && (hasOwnTest || image === null || isBuilt)) continue;
        const isHere = target.file.path === context.path;
        const lines =
          image?.check == null || check !== null
            ? null
            : ["healthcheck:", `  test: ${image.check}`, "  interval: 5s", "  timeout: 5s", "  retries: 10"];
        const name = shorten(dependency.name, 24);
        const waiting = shorten(service.name, 24);
        context.report(
          dependency.conditionSpan,
          isDisabled
            ? `\`${waiting}\` waits until \`${name}\` is healthy, but its health check is switched off, so it never starts. Switch it on.`
            : `\`${waiting}\` waits until \`${name}\` is healthy, but \`${name}\` has no health check, so it never starts. Add one.`,
          {
            related: [context.placeOf(target.service.keySpan, target.file.path)],
            fixes:
              lines === null || !isHere || image === null
                ? []
                : fixOf(
                    `Add a Health Check for ${image.product}`,
                    false,
                    addEntry(context.text, target.service.node, lines),
                  ),
          },
        );
      }
    }
  },
});
