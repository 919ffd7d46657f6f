import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "invalid-service-port",
  code: "DD2030",
  severity: "error",
  mirrors: [],
  what: "A port that Compose cannot read.",
  why: "Compose or the engine refuses the service.",
  todo: "Write `HOST:CONTAINER`, `ADDRESS:HOST:CONTAINER` or `CONTAINER`, with `/udp` behind it for UDP.",
  bad: 'services:\n  web:\n    image: nginx:1.27\n    ports:\n      - «"80:http"»\n',
  good: 'services:\n  web:\n    image: nginx:1.27\n    ports:\n      - "80:80"\n',
  check: context => {
    for (const service of context.document.services) {
      for (const port of [...service.ports, ...service.expose]) {
        if (port.problem === null) continue;
        context.report(
          port.span,
          `\`${shorten(port.text, 40)}\` is no port: ${shorten(port.problem, 70)}. Write it as in \`8080:80\`.`,
        );
      }
    }
  },
});
