import { defineRule } from "../../define-rule";
import { removeWithBlanks, suggestion } from "../../query/fixing";
import { exposedPorts } from "../../query/ports";

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
      const isAlone = !context.text
        .slice(word.span.start - 10, word.span.start)
        .trim()
        .toUpperCase()
        .endsWith("EXPOSE");
      context.report(
        word.span,
        "Port 22 is for SSH, one more way into the container. Use `docker exec` instead and drop the port.",
        {
          fixes: isAlone ? [suggestion("Remove the Port", removeWithBlanks(context.text, word.span))] : [],
        },
      );
    }
  },
});
