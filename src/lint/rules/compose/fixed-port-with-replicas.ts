import { defineRule } from "../../define-rule";
import { merged } from "../../query/compose";
import { publishedText } from "../../query/compose-ports";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "fixed-port-with-replicas",
  code: "DD2035",
  severity: "error",
  mirrors: [],
  what: "Several replicas that publish one port of the host.",
  why: "The first container takes the port, and the others do not start.",
  todo: "Publish a range as long as the number of replicas, no host port at all, or put a proxy before them.",
  bad: 'services:\n  web:\n    image: nginx:1.27\n    scale: 3\n    ports: [«"8000:80"»]\n',
  good: 'services:\n  web:\n    image: nginx:1.27\n    scale: 3\n    ports: ["8000-8002:80"]\n',
  check: context => {
    for (const service of context.document.services) {
      const replicas = merged(context, service, each => each.replicas);
      if (replicas === null || replicas.count < 2) continue;
      for (const port of service.ports) {
        if (port.published === null || port.target === null || port.isVariable) continue;
        if (port.target.last > port.target.first) continue;
        if (port.published.last - port.published.first + 1 >= replicas.count) continue;
        context.report(
          port.span,
          `${String(replicas.count)} replicas of \`${shorten(service.name, 24)}\` want port ${publishedText(port)}, so only the first starts. Drop the host's port, or publish a range.`,
        );
      }
    }
  },
});
