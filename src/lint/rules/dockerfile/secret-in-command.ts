import { mountsOf } from "../../../docker/dockerfile/mounts";
import { defineRule } from "../../define-rule";
import { nameSpan, operands } from "../../query/commands";

/** Programs that store what they are given, with the option or words that carry the secret. */
const LOGINS: readonly { readonly words: readonly string[]; readonly flags?: readonly string[] }[] = [
  { words: ["aws", "configure", "set", "aws_access_key_id"] },
  { words: ["aws", "configure", "set", "aws_secret_access_key"] },
  { words: ["gcloud", "auth", "activate-service-account"] },
  { words: ["az", "login"], flags: ["-p", "--password", "--federated-token"] },
  { words: ["doctl", "auth", "init"], flags: ["-t", "--access-token"] },
];

export const rule = defineRule({
  target: "dockerfile",
  id: "secret-in-command",
  code: "DD1081",
  severity: "warning",
  mirrors: ["DS-0031"],
  what: "RUN logs in to a cloud with a secret on the command line.",
  why: "The secret is stored in the layer and stays readable in the image's history.",
  todo: "Give it to the step with `RUN --mount=type=secret`.",
  bad: "FROM python:3.13-slim\nRUN «aws» configure set aws_secret_access_key hunter2\n",
  good: "FROM python:3.13-slim\nRUN --mount=type=secret,id=aws,target=/root/.aws/credentials aws s3 ls\n",
  check: context => {
    for (const run of context.runs) {
      if (mountsOf(run.instruction).some(mount => mount.type === "secret")) continue;
      for (const command of run.commands) {
        const words = [command.name ?? "", ...operands(command).map(word => word.text)];
        const login = LOGINS.find(
          each =>
            each.words.every((word, index) => words[index] === word) &&
            (each.flags === undefined ||
              command.arguments.some(word => each.flags?.includes(word.text.split("=")[0] ?? ""))),
        );
        if (login === undefined) continue;
        context.report(
          nameSpan(command),
          "The secret on this line stays readable in the image history. Give it with `RUN --mount=type=secret`.",
        );
      }
    }
  },
});
