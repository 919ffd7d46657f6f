import { readInterpolations } from "../../../docker/compose/interpolation";
import { exactStart, locatedList } from "../../../docker/compose/scalars";
import type { Located } from "../../../docker/compose/types";
import { isShell } from "../../../docker/shell/unwrap";
import { nameOf } from "../../../model/paths";
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
  todo: "Write `$$NAME`, so that the container's shell fills it in; a command that no shell reads needs `sh -c` as well.",
  bad: 'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: shop\n    healthcheck:\n      test: ["CMD-SHELL", "pg_isready -U «$POSTGRES_USER»"]\n',
  good: 'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: shop\n    healthcheck:\n      test: ["CMD-SHELL", "pg_isready -U $$POSTGRES_USER"]\n',
  check: context => {
    for (const service of context.document.services) {
      // What the environment itself takes from outside is the same in both places.
      const own = new Map(service.environment.map(each => [each.name, each.value]));
      const start = [...locatedList(at(service.node, "entrypoint")), ...locatedList(at(service.node, "command"))];
      const test = at(service.node, "healthcheck", "test");
      const check = locatedList(test);
      const isRead = { start: namesShell(start), check: test?.kind !== "list" || namesShell(check) };
      for (const each of [...start, ...check]) {
        const hasShell = check.includes(each) ? isRead.check : isRead.start;
        for (const use of readInterpolations(each.text).found) {
          const value = own.get(use.name);
          if (use.operator !== null || value === undefined || value === null || value.includes("$")) continue;
          if (context.project.variables?.has(use.name) === true) continue;
          const exact = exactStart(context.text, each.node);
          const span = exact === null ? each.span : { start: exact + use.span.start, end: exact + use.span.end };
          const name = shorten(each.text.slice(use.span.start, use.span.end), 34);
          context.report(
            span,
            `Compose fills \`${name}\` in before the container exists, from \`.env\` or as empty. Write \`$${name}\`${hasShell ? "" : ", where a shell reads it (`sh -c`)"}.`,
            {
              fixes: exact === null || !hasShell ? [] : [suggestion("Write $$", insert(span.start, "$"))],
            },
          );
        }
      }
    }
  },
});

/** What stands behind a shell's name where it reads a script from the words themselves. */
const SCRIPT_OPTION = /^(?:[-+][a-z]*o \w+ |[-+]\S+ )*-[a-z]*c[a-z]*(?: |$)/;

/** Whether a shell reads the words: nobody else fills a variable in, and `$$NAME` would stay as it is. */
function namesShell(texts: readonly Located[]): boolean {
  const words = texts.flatMap(({ text }) => text.replace(/["']/g, "").split(/\s+/));
  return words.some(
    (word, at) => word === "CMD-SHELL" || (isShell(nameOf(word)) && SCRIPT_OPTION.test(words.slice(at + 1).join(" "))),
  );
}
