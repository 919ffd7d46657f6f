import { tokensIn } from "../../../workspace/token-forms";
import { defineRule } from "../../define-rule";
import { suspectName } from "../../query/secrets";

export const rule = defineRule({
  target: "dockerfile",
  id: "credential-in-instruction",
  code: "DD1163",
  severity: "error",
  mirrors: [],
  what: "An instruction holds a key or token whose form tells what it is.",
  why: "Whoever has the file, the image or its history has the credential, and removing it later takes it out of neither.",
  todo: "Revoke it, and give the new one to the step with `RUN --mount=type=secret`, or to the container when it runs.",
  bad: "FROM python:3.13-slim\nRUN aws configure set aws_access_key_id «AKIAFAKEFAKEFAKEFAKE»\n",
  good: "FROM python:3.13-slim\nRUN --mount=type=secret,id=aws,target=/root/.aws/credentials aws s3 ls\n",
  check: context => {
    const tokens = tokensIn(context.text);
    if (tokens.length === 0) return;
    for (const { what, start, end } of tokens) {
      const instruction = context.file.instructions.find(
        ({ fullSpan }) => start >= fullSpan.start && end <= fullSpan.end,
      );
      if (instruction === undefined || instruction.inner.some(({ span }) => start >= span.start && end <= span.end))
        continue;
      // `secret-variable` tells those whose name gives them away.
      if (instruction.kind === "ENV" || instruction.kind === "ARG") {
        const pair = instruction.pairs.find(
          ({ value }) => value !== null && start < value.span.end && end > value.span.start,
        );
        if (pair !== undefined && suspectName(pair.key.value)?.isSecret === true) continue;
      }
      context.report(
        { start, end },
        `This is ${what}, readable for all who have this file or the image. Revoke it, and use \`RUN --mount=type=secret\`.`,
      );
    }
  },
});
