import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { exposedPorts } from "../../query/ports";

export const rule = defineRule({
  target: "dockerfile",
  id: "invalid-port",
  code: "DD1066",
  severity: "error",
  mirrors: ["INVALID_PORT"],
  what: "EXPOSE with something that is no port.",
  why: "The build stops.",
  todo: "Write a number, a range such as `8000-8010`, or a port with its protocol such as `53/udp`.",
  bad: "FROM python:3.13-slim\nEXPOSE «http»\n",
  good: "FROM python:3.13-slim\nEXPOSE 80\n",
  check: context => {
    for (const port of exposedPorts(context)) {
      const isBackwards = port.first !== null && port.last !== null && port.last < port.first;
      // `address:host:container`: before the last two parts only an address may stand.
      const address = port.published.includes(":") ? port.published.slice(0, port.published.lastIndexOf(":")) : "";
      const isAddress =
        address === "" || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(address) || /^\[[0-9a-f:.]+\]$/i.test(address);
      if (port.first !== null && !isBackwards && isAddress) continue;
      context.report(
        port.word.span,
        `\`${shorten(port.text)}\` is no port, so the build stops here. Write a number, or a range such as \`8000-8010\`.`,
      );
    }
  },
});
