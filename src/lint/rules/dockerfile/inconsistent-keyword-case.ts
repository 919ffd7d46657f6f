import { defineRule } from "../../define-rule";
import { replace, safeFix } from "../../query/fixing";

function isConsistent(keyword: string): boolean {
  return keyword === keyword.toLowerCase() || keyword === keyword.toUpperCase();
}

export const rule = defineRule({
  target: "dockerfile",
  id: "inconsistent-keyword-case",
  code: "DD1020",
  severity: "info",
  mirrors: ["ConsistentInstructionCasing"],
  what: "A keyword in another case than most keywords of the file.",
  why: "It works, but the file is harder to read and to search.",
  todo: "Use one case, by convention upper case.",
  bad: "FROM python:3.13-slim\n«run» pip --version\nUSER 1000\n",
  good: "FROM python:3.13-slim\nRUN pip --version\nUSER 1000\n",
  check: context => {
    // As BuildKit: ARG before the first FROM is neither counted nor reported; a tie means upper case.
    const counted = context.file.instructions.filter(
      instruction => instruction.kind !== "UNKNOWN" && context.stageOf(instruction) !== null,
    );
    const lower = counted.filter(each => each.keyword === each.keyword.toLowerCase()).length;
    const upper = counted.filter(each => isConsistent(each.keyword)).length - lower;
    const isLower = lower > upper;
    for (const instruction of counted) {
      const { keyword, keywordSpan } = instruction;
      const wanted = isLower ? keyword.toLowerCase() : keyword.toUpperCase();
      if (keyword === wanted) continue;
      context.report(
        keywordSpan,
        `\`${keyword}\` is in another case than most keywords here, which makes the file harder to search. Write \`${wanted}\`.`,
        { fixes: [safeFix(`Change to ${wanted}`, replace(keywordSpan, wanted))] },
      );
    }
  },
});
