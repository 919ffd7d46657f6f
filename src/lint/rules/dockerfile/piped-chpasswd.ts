import type { ShellCommand } from "../../../docker/shell/types";
import type { RunStep } from "../../dockerfile-context";
import { defineRule } from "../../define-rule";
import { commandsNamed, nameSpan } from "../../query/commands";

/** True for `echo "app:$(cat /run/secrets/password)" | chpasswd`, of which the history shows a path alone. */
function isFedByFile(run: RunStep, { pipeline }: ShellCommand): boolean {
  const words = run.commands.flatMap(each => (each.pipeline === pipeline && each.wrapper === null ? each.words : []));
  return words.some(word => /\$\(\s*(?:cat\s|<)/.test(word.text));
}

export const rule = defineRule({
  target: "dockerfile",
  id: "piped-chpasswd",
  code: "DD1083",
  severity: "warning",
  mirrors: ["CKV2_DOCKER_17"],
  what: "RUN sets a password with chpasswd.",
  why: "The password stays readable in the image's history.",
  todo: "Create users without a password; containers need none.",
  bad: "FROM debian:13\nRUN echo app:hunter2 | «chpasswd»\n",
  good: "FROM debian:13\nRUN useradd app\n",
  check: context => {
    for (const run of context.runs) {
      for (const command of commandsNamed(run, "chpasswd")) {
        if (isFedByFile(run, command)) continue;
        context.report(
          nameSpan(command),
          "The password on this line stays readable in the image history. Create the user without one.",
        );
      }
    }
  },
});
