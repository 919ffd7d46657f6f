import { allReferences } from "../../../docker/dockerfile/expand";
import { defineRule } from "../../define-rule";
import { replace, shorten, suggestion } from "../../query/fixing";

const EXPANDED: readonly string[] = [
  "ADD",
  "ARG",
  "COPY",
  "ENV",
  "EXPOSE",
  "FROM",
  "LABEL",
  "STOPSIGNAL",
  "USER",
  "VOLUME",
  "WORKDIR",
];

export const rule = defineRule({
  target: "dockerfile",
  id: "bad-substitution",
  code: "DD1010",
  severity: "error",
  mirrors: ["UNSUPPORTED_MODIFIER"],
  what: "A variable substitution that the builder cannot read.",
  why: "The build stops before its first step.",
  todo: "Use `${name}`, or one of the modifiers `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `%` and `/`.",
  bad: "FROM python:3.13-slim\nARG NAME\nWORKDIR /srv/«${NAME:=app}»\n",
  good: "FROM python:3.13-slim\nARG NAME\nWORKDIR /srv/${NAME:-app}\n",
  check: context => {
    for (const instruction of context.instructions) {
      if (!EXPANDED.includes(instruction.kind)) continue;
      for (const word of [...instruction.words, ...instruction.flags]) {
        for (const reference of allReferences(word.variables)) {
          if (reference.problem === null) continue;
          const written = shorten(context.text.slice(reference.span.start, reference.span.end), 40);
          const isAssignment = reference.modifier === ":=";
          const { nameSpan } = reference;
          context.report(
            reference.span,
            `\`${written}\` cannot be read (${reference.problem}), so the build stops here. Write \`\${name}\` or \`\${name:-default}\`.`,
            {
              fixes: isAssignment
                ? [suggestion("Change := to :-", replace({ start: nameSpan.end, end: nameSpan.end + 2 }, ":-"))]
                : [],
            },
          );
        }
      }
    }
  },
});
