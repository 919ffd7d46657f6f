import type { Instruction } from "../../../docker/dockerfile/types";
import { defineRule } from "../../define-rule";

/** What an instruction lacks, in words, and dockerfile-utils' code for it. */
interface Missing {
  readonly needs: string;
  readonly mirror: string;
}

/** How many arguments an instruction needs. */
function missing(instruction: Instruction): Missing | null {
  const count = instruction.words.length;
  switch (instruction.kind) {
    case "UNKNOWN":
    case "RUN":
      // The builder accepts RUN without a command.
      return null;
    case "CMD":
    case "ENTRYPOINT":
      return instruction.body.text === "" ? { needs: "a command", mirror: "JSONArgsRecommended" } : null;
    case "ADD":
    case "COPY":
      return count < 2 ? { needs: "a source and a destination", mirror: "ARGUMENT_REQUIRES_AT_LEAST_TWO" } : null;
    case "ENV":
    case "LABEL":
      return missingPair(count, instruction.legacy && instruction.pairs.length === 0);
    case "HEALTHCHECK":
      return missingCheck(instruction.type?.raw.toUpperCase() ?? null, instruction.command?.text ?? "");
    default: {
      const needs = NEEDED.get(instruction.kind) ?? "an argument";
      return isBare(instruction) ? { needs, mirror: "ARGUMENT_MISSING" } : null;
    }
  }
}

const NEEDED: ReadonlyMap<string, string> = new Map([
  ["ONBUILD", "an instruction"],
  ["SHELL", "a JSON array"],
  ["FROM", "an image"],
]);

/** Whether nothing but flags follows the keyword. */
function isBare(instruction: Instruction): boolean {
  if (instruction.kind === "FROM") return instruction.words.length === 0;
  return instruction.kind === "ONBUILD" ? instruction.trigger === null : instruction.body.text === "";
}

function missingPair(count: number, isNameAlone: boolean): Missing | null {
  if (count === 0) return { needs: "a name and a value", mirror: "ARGUMENT_MISSING" };
  return isNameAlone ? { needs: "a value after the name", mirror: "ARGUMENT_REQUIRES_TWO" } : null;
}

function missingCheck(type: string | null, command: string): Missing | null {
  if (type === null) return { needs: "`CMD` or `NONE`", mirror: "ARGUMENT_REQUIRES_AT_LEAST_ONE" };
  return type === "CMD" && command === ""
    ? { needs: "a command after `CMD`", mirror: "HEALTHCHECK_CMD_ARGUMENT_MISSING" }
    : null;
}

export const rule = defineRule({
  target: "dockerfile",
  id: "missing-argument",
  code: "DD1003",
  severity: "error",
  mirrors: [
    "ARGUMENT_MISSING",
    "ARGUMENT_REQUIRES_ONE",
    "ARGUMENT_REQUIRES_AT_LEAST_ONE",
    "ARGUMENT_REQUIRES_TWO",
    "ARGUMENT_REQUIRES_AT_LEAST_TWO",
    "HEALTHCHECK_CMD_ARGUMENT_MISSING",
    "JSONArgsRecommended",
  ],
  what: "An instruction lacks an argument that it needs.",
  why: "The build stops before its first step.",
  todo: "Complete the instruction.",
  bad: "FROM python:3.13-slim\nCOPY «app.py»\n",
  good: "FROM python:3.13-slim\nCOPY app.py /srv/\n",
  check: context => {
    for (const instruction of context.instructions) {
      const found = missing(instruction);
      if (found === null) continue;
      const keyword = instruction.keyword.toUpperCase();
      const isReset = instruction.kind === "ENTRYPOINT" || instruction.kind === "CMD";
      context.report(
        instruction.words.at(-1)?.span ?? instruction.keywordSpan,
        isReset
          ? `Without a command this drops that of the base image. Write \`${keyword} []\` to say so, or add a command.`
          : `\`${keyword}\` needs ${found.needs}, so the build stops here. Complete the line, or remove it.`,
        {
          mirrors: instruction.kind === "ENTRYPOINT" ? ["ARGUMENT_MISSING", found.mirror] : [found.mirror],
          ...(isReset ? { severity: "warning" } : {}),
        },
      );
    }
  },
});
