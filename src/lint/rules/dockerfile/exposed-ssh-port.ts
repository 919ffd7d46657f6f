import { defineRule } from "../../define-rule";
import { removeInstruction, removeWithBlanks, suggestion } from "../../query/fixing";
import { exposedPorts } from "../../query/ports";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "exposed-ssh-port",
  code: "DD1070",
  severity: "warning",
  mirrors: ["DS-0004", "CKV_DOCKER_1"],
  what: "EXPOSE of port 22.",
  why: "A container with an SSH server is one more way in, with keys and updates of its own.",
  todo: "Use `docker exec` to get into a container.",
  bad: "FROM python:3.13-slim\nEXPOSE 8000 «22»\n",
  good: "FROM python:3.13-slim\nEXPOSE 8000\n",
  check: context => {
    for (const { word, first, last, protocol } of exposedPorts(context)) {
      if (first === null || last === null || first > 22 || last < 22 || protocol?.toLowerCase() === "udp") continue;
      const instruction = instructionsOf(context, "EXPOSE").find(each => each.words.includes(word));
      const remove =
        instruction === undefined || first !== last
          ? []
          : instruction.words.length > 1
            ? [suggestion("Remove the Port", removeWithBlanks(context.text, word.span))]
            : [suggestion("Remove the Instruction", removeInstruction(context, instruction))];
      context.report(
        word.span,
        "Port 22 is for SSH, one more way into the container. Use `docker exec` instead and drop the port.",
        { fixes: remove },
      );
    }
  },
});
