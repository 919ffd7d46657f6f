import { defineRule } from "../../define-rule";
import { replace, safeFix, shorten } from "../../query/fixing";
import { exposedPorts } from "../../query/ports";

export const rule = defineRule({
  target: "dockerfile",
  id: "uppercase-protocol",
  code: "DD1067",
  severity: "info",
  mirrors: ["ExposeProtoCasing"],
  what: "EXPOSE with a protocol in upper case.",
  why: "It works, but tools that compare the text of the image's ports do not find it.",
  todo: "Write it in lower case.",
  bad: "FROM python:3.13-slim\nEXPOSE 53/«UDP»\n",
  good: "FROM python:3.13-slim\nEXPOSE 53/udp\n",
  check: context => {
    for (const { protocol, protocolSpan } of exposedPorts(context)) {
      if (protocol === null || protocolSpan === null || protocol === protocol.toLowerCase()) continue;
      const lower = protocol.toLowerCase();
      context.report(
        protocolSpan,
        `\`${shorten(protocol, 20)}\` is in upper case, which tools that compare ports do not expect. Write \`${shorten(lower, 20)}\`.`,
        {
          fixes: [safeFix(`Change to ${lower}`, replace(protocolSpan, lower))],
        },
      );
    }
  },
});
