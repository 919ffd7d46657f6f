import { PLATFORM_ARGUMENTS, expandWord, globalScope } from "../../../docker/dockerfile/expand";
import { isValidReference, parseImageReference } from "../../../docker/dockerfile/image-reference";
import type { Pair } from "../../../docker/dockerfile/types";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "empty-from-default",
  code: "DD1045",
  severity: "warning",
  mirrors: ["InvalidDefaultArgInFrom"],
  what: "FROM gives no valid image when no build argument is set.",
  why: "A plain `docker build` stops.",
  todo: "Give the ARG a default, or write one in the FROM line: `${NAME:-default}`.",
  bad: "ARG VERSION\nFROM python:«${VERSION}»\n",
  good: "ARG VERSION=3.13\nFROM python:${VERSION}\n",
  check: context => {
    const { graph, file } = context;
    if (graph.stages.length === 0) return;
    const declared = new Map<string, Pair>();
    for (const instruction of graph.globalArguments)
      for (const pair of instruction.pairs) declared.set(pair.key.value, pair);
    const scope = new Map<string, string | null>();
    for (const name of PLATFORM_ARGUMENTS) scope.set(name, "linux");
    // A declared argument without default is empty to the builder, not unknown.
    for (const [name, value] of globalScope(graph, file.escape)) scope.set(name, value ?? "");
    for (const instruction of instructionsOf(context, "FROM")) {
      const { image } = instruction;
      const reference = image?.variables[0];
      if (image === null || reference === undefined) continue;
      const expanded = expandWord(image, scope, file.escape);
      if (expanded === null || isValidReference(parseImageReference(expanded))) continue;
      if (!image.variables.some(each => declared.has(each.name))) continue;
      const name = shorten(reference.name, 30);
      context.report(
        reference.span,
        `Without \`--build-arg ${name}=…\` this is no image, so a plain build stops. Give \`ARG ${name}\` a default.`,
      );
    }
  },
});
