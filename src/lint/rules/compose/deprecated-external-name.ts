import { at, entry } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { replace, safeFix, shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "deprecated-external-name",
  code: "DD2072",
  severity: "info",
  mirrors: [],
  what: "`external` with a `name` in it.",
  why: "The form is deprecated, and Compose warns of it.",
  todo: "Write `external: true`, and `name` beside it.",
  bad: "services:\n  web:\n    image: nginx:1.27\nnetworks:\n  front:\n    «external»:\n      name: proxy\n",
  good: "services:\n  web:\n    image: nginx:1.27\nnetworks:\n  front:\n    external: true\n    name: proxy\n",
  check: context => {
    for (const section of ["networks", "volumes", "secrets", "configs"] as const) {
      for (const resource of context.document[section]) {
        const own = entry(resource.node, "external");
        const name = at(own?.value, "name");
        if (own === undefined || name?.kind !== "scalar") continue;
        const first = own.value.kind === "map" ? own.value.entries[0] : undefined;
        const isBlock = first !== undefined && context.text[own.value.span.start] !== "{";
        const isOnly = own.value.kind === "map" && own.value.entries.length === 1;
        const hasName = entry(resource.node, "name") !== undefined;
        const lineStart = context.text.lastIndexOf("\n", own.keySpan.start - 1) + 1;
        const indent = context.text.slice(lineStart, own.keySpan.start);
        const value = context.text.slice(name.span.start, name.span.end);
        const end = context.text.slice(own.keySpan.start, name.span.start).includes("\r\n") ? "\r\n" : "\n";
        context.report(
          own.keySpan,
          `\`external\` with a name in it is deprecated. Write \`external: true\` and \`name: ${shorten(value, 40)}\`.`,
          {
            tags: ["deprecated"],
            fixes:
              isBlock && isOnly && !hasName && indent.trim() === ""
                ? [
                    safeFix(
                      "Write external: true",
                      replace(
                        { start: own.keySpan.start, end: name.span.end },
                        `external: true${end}${indent}name: ${value}`,
                      ),
                    ),
                  ]
                : [],
          },
        );
      }
    }
  },
});
