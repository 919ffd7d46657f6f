import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";

const BEGINNERS: readonly string[] = ["FROM", "ARG"];

export const rule = defineRule({
  target: "dockerfile",
  id: "missing-from",
  code: "DD1001",
  severity: "error",
  mirrors: ["DL3061", "NO_SOURCE_IMAGE"],
  what: "The file has no FROM, or something other than ARG stands before the first one.",
  why: "A build starts from an image; without FROM in front of everything else it stops at once.",
  todo: "Begin with FROM; only ARG, comments and directives may stand before it.",
  bad: "«RUN» pip install flask\n",
  good: "FROM python:3.13-slim\nRUN pip install flask\n",
  check: context => {
    const { instructions } = context.file;
    if (instructions.every(instruction => instruction.kind === "ARG")) {
      context.report(
        { start: 0, end: 0 },
        "The file has no `FROM`, so there is nothing to build. Begin with the image to build on.",
        {
          mirrors: ["NO_SOURCE_IMAGE"],
        },
      );
      return;
    }
    const first = instructions.find(instruction => instruction.kind !== "ARG");
    if (first === undefined || BEGINNERS.includes(first.kind)) return;
    context.report(
      first.keywordSpan,
      `\`${shorten(first.keyword, 20)}\` stands before any \`FROM\`, so the build stops here. Begin with \`FROM\` and the image to build on.`,
    );
  },
});
