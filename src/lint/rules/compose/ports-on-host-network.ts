import { entry } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { fixOf, merged, removeEntry } from "../../query/compose";

export const rule = defineRule({
  target: "compose",
  id: "ports-on-host-network",
  code: "DD2039",
  severity: "warning",
  mirrors: [],
  what: "`ports` on a service with the host's network.",
  why: "Docker ignores them: the program listens on the host itself, on the port that it chooses.",
  todo: "Remove `ports`, or `network_mode: host`.",
  bad: 'services:\n  web:\n    image: nginx:1.27\n    network_mode: host\n    «ports»: ["8000:80"]\n',
  good: "services:\n  web:\n    image: nginx:1.27\n    network_mode: host\n",
  check: context => {
    for (const service of context.document.services) {
      const ports = entry(service.node, "ports");
      if (ports === undefined || service.ports.length === 0) continue;
      if (merged(context, service, each => each.networkMode)?.text !== "host") continue;
      context.report(
        ports.keySpan,
        "Docker ignores `ports` with `network_mode: host`, so nothing is mapped. Remove one of the two.",
        {
          tags: ["unnecessary"],
          fixes: fixOf("Remove ports", false, removeEntry(context.text, service.node, ports)),
        },
      );
    }
  },
});
