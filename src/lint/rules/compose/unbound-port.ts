import { defineRule } from "../../define-rule";
import { fixOf } from "../../query/compose";
import { bindTo } from "../../query/compose-ports";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "unbound-port",
  code: "DD2033",
  severity: "info",
  enabled: false,
  mirrors: ["no-unbound-port-interfaces"],
  what: "A published port without an address.",
  why: "Docker opens it on every network interface, past the host's firewall.",
  todo: "Name the address, such as `127.0.0.1:8000:8000`.",
  bad: 'services:\n  web:\n    image: nginx:1.27\n    ports:\n      - «"8000:80"»\n',
  good: 'services:\n  web:\n    image: nginx:1.27\n    ports:\n      - "127.0.0.1:8000:80"\n',
  check: context => {
    for (const service of context.document.services) {
      if (service.networkMode?.text === "host") continue;
      for (const port of service.ports) {
        if (port.hostIp !== null || port.problem !== null) continue;
        context.report(
          port.span,
          `\`${shorten(port.text, 40)}\` is open on every network interface. Name the address, such as \`127.0.0.1\`.`,
          { fixes: fixOf("Publish on 127.0.0.1 Only", false, bindTo(context.text, service, port, "127.0.0.1")) },
        );
      }
    }
  },
});
