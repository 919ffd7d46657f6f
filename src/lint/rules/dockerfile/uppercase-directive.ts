import { defineRule } from "../../define-rule";
import { replace, safeFix } from "../../query/fixing";

export const rule = defineRule({
  target: "dockerfile",
  id: "uppercase-directive",
  code: "DD1012",
  severity: "hint",
  mirrors: ["CASING_DIRECTIVE"],
  what: "A directive that is not in lower case.",
  why: "It works, but readers expect `escape`, `syntax` and `check` in lower case.",
  todo: "Write it in lower case.",
  bad: "# «ESCAPE»=`\nFROM python:3.13-slim\n",
  good: "# escape=`\nFROM python:3.13-slim\n",
  check: context => {
    for (const directive of context.file.directives) {
      const { nameSpan, name } = directive;
      const written = context.text.slice(nameSpan.start, nameSpan.end);
      if (written === name) continue;
      context.report(
        nameSpan,
        `\`${written}\` is read as \`${name}\`, but is easily taken for a comment. Write \`${name}\`.`,
        {
          fixes: [safeFix(`Change to ${name}`, replace(nameSpan, name))],
        },
      );
    }
  },
});
