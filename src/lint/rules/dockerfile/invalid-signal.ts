import { splitByBlanks } from "../../../docker/dockerfile/words";
import { defineRule } from "../../define-rule";
import { expandKnown } from "../../query/expansion";
import { nearest } from "../../../model/nearest";
import { replace, shorten, suggestion } from "../../query/fixing";
import { SIGNAL_NAMES, isSignal } from "../../query/signals";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "invalid-signal",
  code: "DD1073",
  severity: "error",
  mirrors: ["INVALID_SIGNAL"],
  what: "STOPSIGNAL with something that is no signal.",
  why: "The build stops.",
  todo: "Write a signal's name, such as `SIGTERM`, or its number.",
  bad: "FROM python:3.13-slim\nSTOPSIGNAL «SIGTREM»\n",
  good: "FROM python:3.13-slim\nSTOPSIGNAL SIGTERM\n",
  check: context => {
    for (const instruction of instructionsOf(context, "STOPSIGNAL")) {
      const word = splitByBlanks(instruction.body, context.file.escape)[0];
      const value = word === undefined ? null : expandKnown(context, instruction, word);
      if (word === undefined || value === null || isSignal(value)) continue;
      const meant = word.variables.length > 0 ? null : nearest(value, SIGNAL_NAMES);
      context.report(
        word.span,
        `\`${shorten(word.value, 30)}\` is no signal, so the build stops here. Write ${meant === null ? "a name such as `SIGTERM`" : `\`${meant}\``}.`,
        {
          fixes: meant === null ? [] : [suggestion(`Change to ${meant}`, replace(word.span, meant))],
        },
      );
    }
  },
});
