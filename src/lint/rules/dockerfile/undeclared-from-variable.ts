import { lineEndOf } from "../../../docker/line-map";
import { PLATFORM_ARGUMENTS, PREDEFINED_ARGUMENTS, allReferences } from "../../../docker/dockerfile/expand";
import { isVariableName } from "../../../docker/dockerfile/variables";
import { defineRule } from "../../define-rule";
import type { DockerfileContext } from "../../dockerfile-context";
import { nearest } from "../../../model/nearest";
import { insert, lineStartOf, replace, shorten, suggestion } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

function firstFrom(context: DockerfileContext): number {
  const from = instructionsOf(context, "FROM")[0];
  return from === undefined ? 0 : lineStartOf(context, from);
}

export const rule = defineRule({
  target: "dockerfile",
  id: "undeclared-from-variable",
  code: "DD1044",
  severity: "error",
  mirrors: ["UndefinedArgInFrom", "BASE_NAME_EMPTY"],
  what: "FROM uses a variable that no ARG before the first FROM declares.",
  why: "It is empty, so another image is taken or the build stops; `--build-arg` has no effect on it.",
  todo: "Declare it with ARG before the first FROM.",
  bad: "FROM python:«${VERSION}»\n",
  good: "ARG VERSION\nFROM python:${VERSION}\n",
  check: context => {
    const declared = context.graph.globalArguments.flatMap(each => each.pairs.map(pair => pair.key.value));
    const known = [...declared, ...PLATFORM_ARGUMENTS, ...PREDEFINED_ARGUMENTS];
    for (const instruction of instructionsOf(context, "FROM")) {
      const platform = instruction.flags.filter(flag => flag.name === "platform");
      for (const word of [...(instruction.image === null ? [] : [instruction.image]), ...platform]) {
        for (const reference of allReferences(word.variables)) {
          if (known.includes(reference.name) || reference.name === "") continue;
          const hasDefault = reference.modifier?.endsWith("-") === true && reference.word !== "";
          const meant = nearest(reference.name, declared.filter(isVariableName));
          const name = shorten(reference.name, 30);
          const isWhole = word === instruction.image && reference.span.end - reference.span.start === word.raw.length;
          context.report(
            reference.span,
            meant === null
              ? `\`${name}\` is not declared before the first FROM, so it is empty here. Add \`ARG ${name}\` above it.`
              : `\`${name}\` is not declared before the first FROM, so it is empty here. Write \`${meant}\`.`,
            {
              mirrors: isWhole && !hasDefault ? ["UndefinedArgInFrom", "BASE_NAME_EMPTY"] : ["UndefinedArgInFrom"],
              ...(hasDefault ? { severity: "info" as const } : {}),
              fixes: [
                meant === null
                  ? suggestion(
                      `Add ARG ${reference.name}`,
                      insert(firstFrom(context), `ARG ${reference.name}${lineEndOf(context.text)}`),
                    )
                  : suggestion(`Change to ${meant}`, replace(reference.nameSpan, meant)),
              ],
            },
          );
        }
      }
    }
  },
});
