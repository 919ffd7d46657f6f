import { defineRule } from "../../define-rule";
import { replace, shorten, suggestion, withoutUser } from "../../query/fixing";
import { exposedPorts } from "../../query/ports";

const PROTOCOLS: readonly string[] = ["tcp", "udp", "sctp"];

export const rule = defineRule({
  target: "dockerfile",
  id: "unknown-protocol",
  code: "DD1068",
  severity: "error",
  mirrors: ["INVALID_PROTO"],
  what: "EXPOSE with a protocol other than TCP, UDP and SCTP.",
  why: "The build stops.",
  todo: "Write `tcp`, `udp` or `sctp`.",
  bad: "FROM python:3.13-slim\nEXPOSE 80/«http»\n",
  good: "FROM python:3.13-slim\nEXPOSE 80/tcp\n",
  check: context => {
    for (const { protocol, protocolSpan } of exposedPorts(context)) {
      const name = protocol?.toLowerCase() ?? "";
      if (protocolSpan === null || name === "" || PROTOCOLS.includes(name)) continue;
      // Older builders ignored what follows a second slash; dockerfile-utils still does.
      const isOld = PROTOCOLS.includes(name.split("/")[0] ?? "");
      context.report(
        protocolSpan,
        `\`${shorten(withoutUser(name), 20)}\` is no protocol of a port, so the build stops here. Write \`tcp\`, \`udp\` or \`sctp\`.`,
        {
          mirrors: isOld ? [] : ["INVALID_PROTO"],
          fixes: [suggestion("Change to tcp", replace(protocolSpan, "tcp"))],
        },
      );
    }
  },
});
