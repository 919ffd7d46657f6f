import { splitByBlanks } from "../../../docker/dockerfile/words";
import type { Span } from "../../../model/place";
import { defineRule } from "../../define-rule";
import { removeWithBlanks, suggestion } from "../../query/fixing";

export const rule = defineRule({
  target: "dockerfile",
  id: "extra-argument",
  code: "DD1004",
  severity: "error",
  mirrors: ["ARGUMENT_EXTRA", "ARGUMENT_UNNECESSARY", "ARGUMENT_REQUIRES_ONE_OR_THREE"],
  what: "An instruction has more arguments than it takes.",
  why: "The build stops before its first step.",
  todo: "Remove the extra words, or quote them when they belong together.",
  bad: "FROM python:3.13-slim\nSTOPSIGNAL SIGINT «SIGTERM»\n",
  good: "FROM python:3.13-slim\nSTOPSIGNAL SIGINT\n",
  check: context => {
    const report = (span: Span, message: string, mirror: string, isFixable = true): void => {
      const fixes = isFixable ? [suggestion("Remove the Extra Words", removeWithBlanks(context.text, span))] : [];
      context.report(span, message, { mirrors: [mirror], fixes });
    };
    for (const instruction of context.instructions) {
      if (instruction.kind === "FROM") {
        const { words } = instruction;
        const last = words.at(-1);
        if (last === undefined || words.length < 2 || words.length === 3) continue;
        const message =
          "`FROM` takes one argument, or three with `AS`, so the build stops here. Write `FROM image AS name`.";
        report(last.span, message, "ARGUMENT_REQUIRES_ONE_OR_THREE", false);
      } else if (instruction.kind === "STOPSIGNAL") {
        const words = splitByBlanks(instruction.body, context.file.escape);
        const first = words[1];
        const last = words.at(-1);
        if (first === undefined || last === undefined) continue;
        const span = { start: first.span.start, end: last.span.end };
        report(
          span,
          "`STOPSIGNAL` takes one signal, so the container is never stopped well. Keep one.",
          "ARGUMENT_EXTRA",
        );
      } else if (instruction.kind === "USER") {
        const words = splitByBlanks(instruction.body, context.file.escape);
        const first = words[1];
        const last = words.at(-1);
        // An account of Windows has blanks in it, and a comment is told as such.
        if (first === undefined || last === undefined || /["'\\$]|\s#/.test(instruction.body.text)) continue;
        context.report(
          { start: first.span.start, end: last.span.end },
          "`USER` takes one user, so none is found and nothing starts. Keep one, or write `user:group`.",
          { mirrors: [] },
        );
      } else if (instruction.kind === "HEALTHCHECK" && instruction.type?.raw.toUpperCase() === "NONE") {
        const first = instruction.words[1];
        const last = instruction.words.at(-1);
        if (first === undefined || last === undefined) continue;
        const span = { start: first.span.start, end: last.span.end };
        report(
          span,
          "`HEALTHCHECK NONE` takes no arguments, so the build stops here. Remove them.",
          "ARGUMENT_UNNECESSARY",
        );
      }
    }
  },
});
