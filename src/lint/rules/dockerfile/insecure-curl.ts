import { defineRule } from "../../define-rule";
import { commandsNamed, flagsOf } from "../../query/commands";
import { removeWithBlanks, suggestion } from "../../query/fixing";

export const rule = defineRule({
  target: "dockerfile",
  id: "insecure-curl",
  code: "DD1084",
  severity: "warning",
  mirrors: ["CKV2_DOCKER_2"],
  what: "curl without checking the server's certificate.",
  why: "Anyone on the way can replace what is downloaded into the image.",
  todo: "Drop the option; install `ca-certificates` where the check fails.",
  bad: "FROM debian:13\nRUN curl «--insecure» -o /tmp/x https://example.com/x\n",
  good: "FROM debian:13\nRUN curl -o /tmp/x https://example.com/x\n",
  check: context => {
    for (const run of context.runs) {
      for (const command of commandsNamed(run, "curl")) {
        const flag = flagsOf(command).find(
          each => each.name === "insecure" || (each.name === "k" && !each.word.text.startsWith("--")),
        );
        if (flag === undefined) continue;
        const isAlone = flag.word.text === "-k" || flag.word.text === "--insecure";
        context.report(
          flag.word.span,
          "The certificate is not checked, so the download may be anyone's. Drop this option.",
          {
            fixes: isAlone ? [suggestion("Drop the Option", removeWithBlanks(context.text, flag.word.span))] : [],
          },
        );
      }
    }
  },
});
