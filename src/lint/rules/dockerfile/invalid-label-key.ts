import { scopeAt } from "../../../docker/dockerfile/expand";
import { defineRule } from "../../define-rule";
import { replace, shorten, suggestion } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

const RESERVED = ["com.docker.", "io.docker.", "org.dockerproject."] as const;

/** Why Docker's guidelines reject a key, null where they do not. */
function problemOf(key: string): string | null {
  if (RESERVED.some(prefix => key.startsWith(prefix))) return "is in a namespace that Docker reserves";
  if (!/^[a-z]/.test(key) || !/[a-z0-9]$/.test(key)) return "begins or ends with a character that keys should not";
  if (/[^a-z0-9._/-]/.test(key)) return "holds characters that keys should not";
  return key.includes("..") || key.includes("--") ? "has two separators in a row" : null;
}

export const rule = defineRule({
  target: "dockerfile",
  id: "invalid-label-key",
  code: "DD1150",
  severity: "hint",
  mirrors: ["DL3048"],
  what: "A label's key with characters or a namespace that Docker's guidelines rule out.",
  why: "Tools may not find the label, or take it for one of Docker's own.",
  todo: "Use lower-case letters, digits, `.`, `-`, `_` and `/`, in a namespace of yours.",
  bad: "FROM python:3.13-slim\nLABEL «Team»=data\n",
  good: "FROM python:3.13-slim\nLABEL team=data\n",
  check: context => {
    for (const instruction of instructionsOf(context, "LABEL")) {
      for (const { key } of instruction.pairs) {
        const problem = key.value === "" ? null : problemOf(key.value);
        if (problem === null) continue;
        const stage = context.stageOf(instruction);
        const scope = stage === null ? null : scopeAt(context.graph, stage, instruction.index, context.file.escape);
        if (key.variables.some(each => scope?.has(each.name) === true)) continue;
        const lower = key.value.toLowerCase();
        context.report(
          key.span,
          `Label \`${shorten(key.value)}\` ${problem}, so tools may miss it. Use lower case, digits and single separators.`,
          {
            fixes:
              problemOf(lower) === null && !key.quoted
                ? [suggestion(`Change to ${lower}`, replace(key.span, lower))]
                : [],
          },
        );
      }
    }
  },
});
