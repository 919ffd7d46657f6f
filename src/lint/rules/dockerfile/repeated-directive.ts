import { lineIndexOf, lineSpan } from "../../../docker/line-map";
import { defineRule } from "../../define-rule";
import { replace, suggestion } from "../../query/fixing";

export const rule = defineRule({
  target: "dockerfile",
  id: "repeated-directive",
  code: "DD1013",
  severity: "error",
  mirrors: ["DUPLICATED_ESCAPE_DIRECTIVE"],
  what: "A directive that is given twice.",
  why: "The build stops before its first step.",
  todo: "Keep one of them.",
  bad: "# escape=\\\n# «escape»=`\nFROM python:3.13-slim\n",
  good: "# escape=\\\nFROM python:3.13-slim\n",
  check: context => {
    for (const [index, directive] of context.file.directives.entries()) {
      if (!context.file.directives.slice(0, index).some(earlier => earlier.name === directive.name)) continue;
      const { text, file } = context;
      const line = lineSpan(text, file.lines, lineIndexOf(file.lines, directive.span.start));
      context.report(directive.nameSpan, `\`${directive.name}\` is given twice, so the build stops here. Keep one.`, {
        mirrors: directive.name === "escape" ? ["DUPLICATED_ESCAPE_DIRECTIVE"] : [],
        fixes: [suggestion("Remove This Line", replace(line, ""))],
      });
    }
  },
});
