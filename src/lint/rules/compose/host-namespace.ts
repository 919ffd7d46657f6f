import { located } from "../../../docker/compose/scalars";
import { entry } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { fixOf, removeEntry } from "../../query/compose";
import { shorten } from "../../query/fixing";

const EFFECTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    network_mode: "reaches every port that listens on the host, also those on `127.0.0.1`",
    pid: "sees and may signal every process of the host",
    ipc: "reads the host's shared memory",
    uts: "may rename the host",
    userns_mode: "has the host's root as its own",
    cgroup: "sees the host's control groups",
  }),
);

export const rule = defineRule({
  target: "compose",
  id: "host-namespace",
  code: "DD2041",
  severity: "warning",
  mirrors: [],
  what: "A container that shares a namespace with the host.",
  why: "The wall between the two is gone for that part.",
  todo: "Remove the setting; publish ports instead of sharing the network.",
  bad: "services:\n  web:\n    image: shop:1\n    pid: «host»\n",
  good: "services:\n  web:\n    image: shop:1\n",
  check: context => {
    for (const service of context.document.services) {
      for (const [key, effect] of EFFECTS) {
        const own = entry(service.node, key);
        if (own === undefined || located(own.value)?.text !== "host") continue;
        context.report(
          own.value.span,
          `\`${shorten(service.name, 30)}\` ${effect}. Remove \`${key}\`, unless that is its purpose.`,
          {
            ...(key !== "pid" && key !== "userns_mode" ? { severity: "info" as const } : {}),
            fixes: fixOf(`Remove ${key}`, false, removeEntry(context.text, service.node, own)),
          },
        );
      }
    }
  },
});
