import { lineEndOf } from "../../../docker/line-map";
import { allReferences, scopeAt } from "../../../docker/dockerfile/expand";
import { defineRule } from "../../define-rule";
import { inheritedVariables } from "../../query/base-variables";
import { removeWithBlanks, replace, shorten, suggestion } from "../../query/fixing";
import { rootImage } from "../../query/images";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "self-referencing-env",
  code: "DD1047",
  severity: "error",
  mirrors: ["DL3044"],
  what: "ENV refers to a variable that the same line sets.",
  why: "All values of one ENV are expanded before it takes effect, so the reference is empty.",
  todo: "Set the variable in an ENV line of its own before.",
  bad: "FROM python:3.13-slim\nENV HOME_DIR=/srv DATA_DIR=«$HOME_DIR»/data\n",
  good: "FROM python:3.13-slim\nENV HOME_DIR=/srv\nENV DATA_DIR=$HOME_DIR/data\n",
  check: context => {
    for (const instruction of instructionsOf(context, "ENV")) {
      if (instruction.pairs.length < 2) continue;
      const stage = context.stageOf(instruction);
      const before = stage === null ? null : scopeAt(context.graph, stage, instruction.index, context.file.escape);
      const inherited = stage === null ? null : inheritedVariables(rootImage(stage));
      // An image that is not in the table may set anything.
      const isUnknown = stage?.from != null && inherited === null;
      const times = new Map<string, number>();
      for (const { key } of instruction.pairs) times.set(key.value, (times.get(key.value) ?? 0) + 1);
      const isSetBefore = (name: string): boolean => before?.has(name) === true || inherited?.has(name) === true;
      for (const [index, pair] of instruction.pairs.entries()) {
        for (const reference of pair.value === null ? [] : allReferences(pair.value.variables)) {
          if (!isSetByAnother(times, pair.key.value, reference.name) || isSetBefore(reference.name)) continue;
          const name = shorten(reference.name, 30);
          const empty = isUnknown ? "so here it is what the base image sets, or empty" : "so it is still empty here";
          const start = pair.span.start;
          const blanks = removeWithBlanks(context.text, { start, end: start }).span;
          const isLast = index === instruction.pairs.length - 1 && instruction.body.starts.length === 1;
          context.report(
            reference.span,
            `\`${name}\` is set by this same line, ${empty}. Set it in an \`ENV\` line of its own before.`,
            {
              ...(isUnknown ? { severity: "info" as const } : {}),
              fixes: isLast
                ? [
                    suggestion(
                      "Split into Two Lines",
                      replace(blanks, `${lineEndOf(context.text)}${instruction.keyword} `),
                    ),
                  ]
                : [],
            },
          );
        }
      }
    }
  },
});

/** Whether another pair of the same line sets the variable that the value of `key` refers to; `times` counts the keys. */
function isSetByAnother(times: ReadonlyMap<string, number>, key: string, name: string): boolean {
  // The base image has a PATH; only a second PATH on the line loses the first.
  if (name === "PATH" && key !== "PATH") return false;
  return (times.get(name) ?? 0) > (key === name ? 1 : 0);
}
