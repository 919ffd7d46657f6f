import { lineEndOf, lineIndexOf } from "../../../docker/line-map";
import { defineRule } from "../../define-rule";
import { insert, safeFix, shorten } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "misplaced-description",
  code: "DD1026",
  severity: "info",
  enabled: false,
  mirrors: ["InvalidDefinitionDescription"],
  what: "A comment right above ARG or a named FROM that does not begin with its name.",
  why: "`docker build --call=outline` and `--call=targets` show such comments as descriptions, so this one is left out.",
  todo: "Begin the comment with the name, or leave an empty line after it.",
  bad: "«# the version to build»\nARG VERSION=1\nFROM python:3.13-slim\n",
  good: "# the version to build\n\nARG VERSION=1\nFROM python:3.13-slim\n",
  check: context => {
    const { lines } = context.file;
    for (const instruction of instructionsOf(context, "ARG", "FROM")) {
      const comment = instruction.comments.at(-1);
      if (comment === undefined || instruction.onbuild) continue;
      const line = lineIndexOf(lines, comment.span.start);
      if (line !== lineIndexOf(lines, instruction.span.start) - 1) continue;
      const names =
        instruction.kind === "FROM"
          ? [instruction.name?.value.toLowerCase() ?? ""].filter(name => name !== "")
          : instruction.pairs.map(pair => pair.key.value);
      if (names.length === 0 || names.includes(comment.text.split(" ")[0] ?? "")) continue;
      const next = lines[line + 1] ?? context.text.length;
      context.report(
        comment.span,
        `This comment does not begin with \`${shorten(names[0] ?? "", 30)}\`, so it is no description of it. Begin with the name, or add an empty line.`,
        { fixes: [safeFix("Add an Empty Line", insert(next, lineEndOf(context.text)))] },
      );
    }
  },
});
