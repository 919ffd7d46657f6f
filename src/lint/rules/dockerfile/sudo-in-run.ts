import type { DockerfileContext, RunStep } from "../../dockerfile-context";
import { defineRule } from "../../define-rule";
import { commandsNamed, nameSpan } from "../../query/commands";
import { replace } from "../../query/fixing";
import { runsAsRoot } from "../../query/known-images";
import { isRootName, userAt, userName, userText } from "../../query/known-runs";
import { rootOf } from "../../query/python-base";

/** True where sudo changes nothing: root is the user that the stages set last, or of an image that sets none. */
function isRunByRoot(context: DockerfileContext, { stage, instruction }: RunStep): boolean {
  if (stage === null) return false;
  const user = userAt(stage, instruction.index);
  if (user !== null) return isRootName(userName(userText(user)) ?? "");
  const root = rootOf(context, stage);
  return root !== null && runsAsRoot(root.reference) === true;
}

export const rule = defineRule({
  target: "dockerfile",
  id: "sudo-in-run",
  code: "DD1131",
  severity: "warning",
  mirrors: ["DL3004", "DS-0010", "CKV2_DOCKER_1"],
  what: "RUN uses sudo.",
  why: "A build step is root already unless USER says otherwise; sudo in the image only helps who breaks in.",
  todo: "Drop it; switch with USER, or use gosu in a start script.",
  bad: "FROM debian:13\nRUN «sudo» apt-get update\n",
  good: "FROM debian:13\nRUN apt-get update\n",
  check: context => {
    for (const run of context.runs) {
      const isRoot = isRunByRoot(context, run);
      for (const command of commandsNamed(run, "sudo")) {
        const span = nameSpan(command);
        const next = command.words[1];
        const isPlain = next !== undefined && !next.text.startsWith("-") && !next.text.includes("=");
        context.report(
          span,
          "`sudo` behaves differently without a terminal, and helps who breaks in. Drop it, and switch with `USER`.",
          {
            fixes: isPlain
              ? [
                  {
                    title: "Drop sudo",
                    edits: [replace({ start: span.start, end: next.span.start }, "")],
                    safe: isRoot,
                  },
                ]
              : [],
          },
        );
      }
    }
  },
});
