import { readInterpolations } from "../../../docker/compose/interpolation";
import { exactStart, locatedList } from "../../../docker/compose/scalars";
import type { Located } from "../../../docker/compose/types";
import { at } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { insert, shorten, suggestion } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "host-variable-in-command",
  code: "DD2082",
  severity: "warning",
  mirrors: [],
  what: "A command or health check uses with one `$` a variable that the service's `environment` defines.",
  why: "Compose fills it in from the shell and `.env` where it is called, before the container exists: there it is empty.",
  todo: "Write `$$NAME`, so that the container's shell fills it in.",
  bad: 'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: shop\n    healthcheck:\n      test: ["CMD-SHELL", "pg_isready -U «$POSTGRES_USER»"]\n',
  good: 'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: shop\n    healthcheck:\n      test: ["CMD-SHELL", "pg_isready -U $$POSTGRES_USER"]\n',
  check: context => {
    for (const service of context.document.services) {
      // What the environment itself takes from outside is the same in both places.
      const own = new Map(service.environment.map(each => [each.name, each.value]));
      const texts: readonly Located[] = [
        ...locatedList(at(service.node, "command")),
        ...locatedList(at(service.node, "entrypoint")),
        ...locatedList(at(service.node, "healthcheck", "test")),
      ];
      for (const each of texts) {
        for (const use of readInterpolations(each.text).found) {
          const value = own.get(use.name);
          if (use.operator !== null || value === undefined || value === null || value.includes("$")) continue;
          if (context.project.variables?.has(use.name) === true) continue;
          const exact = exactStart(context.text, each.node);
          const span = exact === null ? each.span : { start: exact + use.span.start, end: exact + use.span.end };
          const name = shorten(each.text.slice(use.span.start, use.span.end), 34);
          context.report(
            span,
            `Compose fills \`${name}\` in before the container exists, from \`.env\` or as empty. Write \`$${name}\`.`,
            {
              fixes: exact === null ? [] : [suggestion("Write $$", insert(span.start, "$"))],
            },
          );
        }
      }
    }
  },
});
