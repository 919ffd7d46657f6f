import type { Span } from "../../../model/place";
import { defineRule } from "../../define-rule";
import type { DockerfileContext } from "../../dockerfile-context";
import { replace, shorten, suggestion } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

/** The words that name a stage elsewhere: later FROM, COPY --from and mounts. */
function usesOf(context: DockerfileContext, name: string): readonly Span[] {
  const spans: Span[] = [];
  for (const instruction of context.instructions) {
    if (instruction.kind === "FROM" && instruction.image?.raw === name) spans.push(instruction.image.span);
    for (const flag of instruction.flags) {
      if (flag.valueSpan === null || flag.value === null) continue;
      if (flag.name === "from" && flag.value === name) spans.push(flag.valueSpan);
      const at = flag.name === "mount" ? `,${flag.value},`.indexOf(`,from=${name},`) : -1;
      const start = flag.valueSpan.start + at + "from=".length;
      if (at !== -1 && context.text.startsWith(name, start)) spans.push({ start, end: start + name.length });
    }
  }
  return spans;
}

export const rule = defineRule({
  target: "dockerfile",
  id: "uppercase-stage-name",
  code: "DD1023",
  severity: "info",
  mirrors: ["StageNameCasing"],
  what: "A stage name that is not in lower case.",
  why: "Builders compare names without case, so the name on the command line differs from the one here.",
  todo: "Write the name in lower case where it is made and where it is used.",
  bad: "FROM python:3.13-slim AS «Build»\nFROM python:3.13-slim\nCOPY --from=Build /app /app\n",
  good: "FROM python:3.13-slim AS build\nFROM python:3.13-slim\nCOPY --from=build /app /app\n",
  check: context => {
    for (const { name, words } of instructionsOf(context, "FROM")) {
      if (name === null || words.length !== 3 || name.raw === name.raw.toLowerCase()) continue;
      const lower = name.raw.toLowerCase();
      context.report(
        name.span,
        `Stage \`${shorten(name.raw, 30)}\` is known to the builder in lower case. Write \`${shorten(lower, 30)}\`.`,
        {
          fixes: [
            suggestion(
              `Rename to ${lower}`,
              replace(name.span, lower),
              ...usesOf(context, name.raw).map(span => replace(span, lower)),
            ),
          ],
        },
      );
    }
  },
});
