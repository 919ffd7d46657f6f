import { misreadAs } from "../../../docker/compose/plain-number";
import { isPlain } from "../../../docker/compose/scalars";
import { at, entries } from "../../../workspace/data-node";
import type { DataNode } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { quoted } from "../../query/compose";
import { replace, safeFix, shorten } from "../../query/fixing";

/** The maps of a service whose values are texts to Compose, though it accepts numbers. */
function textMaps(service: DataNode): readonly (DataNode | undefined)[] {
  return [
    at(service, "environment"),
    at(service, "labels"),
    at(service, "annotations"),
    at(service, "build", "args"),
    at(service, "build", "labels"),
    at(service, "deploy", "labels"),
    at(service, "sysctls"),
  ];
}

export const rule = defineRule({
  target: "compose",
  id: "misread-number",
  code: "DD2090",
  severity: "warning",
  mirrors: [],
  what: "A plain number where a text is meant, which YAML changes: `3.10`, `0755`, `1e3`.",
  why: "The program is given `3.1`, `493` or `1000`.",
  todo: "Put it in quotes.",
  bad: "services:\n  web:\n    build:\n      context: .\n      args:\n        PYTHON_VERSION: «3.10»\n",
  good: 'services:\n  web:\n    build:\n      context: .\n      args:\n        PYTHON_VERSION: "3.10"\n',
  check: context => {
    const told = new Set<number>();
    for (const service of context.document.services) {
      for (const map of textMaps(service.node)) {
        for (const { key, value } of entries(map)) {
          if (value.kind !== "scalar" || !isPlain(context.text, value) || told.has(value.span.start)) continue;
          const becomes = misreadAs(value.raw);
          if (becomes === null) continue;
          told.add(value.span.start);
          const name = shorten(key, 30);
          context.report(
            value.span,
            becomes === "refused"
              ? `YAML reads \`${shorten(value.raw, 30)}\` as a date, so Compose refuses the file. Put it in quotes.`
              : `YAML reads \`${shorten(value.raw, 30)}\` as a number, so \`${name}\` becomes \`${shorten(becomes, 30)}\`. Put it in quotes.`,
            {
              ...(becomes === "refused" ? { severity: "error" as const } : {}),
              fixes: [safeFix("Put It in Quotes", replace(value.span, quoted(value.raw)))],
            },
          );
        }
      }
    }
  },
});
