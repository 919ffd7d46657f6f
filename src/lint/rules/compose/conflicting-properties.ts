import type { DataNode, MapEntry } from "../../../workspace/data-node";
import { at, entry } from "../../../workspace/data-node";
import { located } from "../../../docker/compose/scalars";
import { defineRule } from "../../define-rule";
import { fixOf, removeEntry } from "../../query/compose";
import type { ComposeContext } from "../../compose-context";

/** Reports `own` where `other` stands in the same map. */
function reportPair(
  context: ComposeContext,
  map: DataNode | undefined,
  own: string,
  other: string,
  message: string,
): void {
  const one: MapEntry | undefined = entry(map, own);
  const two = entry(map, other);
  if (one === undefined || two === undefined || map === undefined) return;
  if (isNothing(context, one.value) || isNothing(context, two.value)) return;
  context.report(one.keySpan, message, {
    related: [context.placeOf(two.keySpan)],
    fixes: fixOf(`Remove ${own}`, false, removeEntry(context.text, map, one)),
  });
}

function isNothing(context: ComposeContext, node: DataNode): boolean {
  return context.document.tags.get(node) === "!reset" || (node.kind === "scalar" && node.value === null);
}

const RESOURCE_KEYS: ReadonlySet<string> = new Set(["external", "name"]);

export const rule = defineRule({
  target: "compose",
  id: "conflicting-properties",
  code: "DD2038",
  severity: "error",
  mirrors: [],
  what: "Two properties that exclude each other.",
  why: "Compose refuses the project.",
  todo: "Keep one of the two.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    network_mode: host\n    «networks»: [front]\nnetworks:\n  front:\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    network_mode: host\nnetworks:\n  front:\n",
  check: context => {
    for (const service of context.document.services) {
      const { node } = service;
      reportPair(
        context,
        node,
        "networks",
        "network_mode",
        "`networks` and `network_mode` exclude each other, so Compose refuses the service. Remove one.",
      );
      const mode = service.networkMode?.text ?? "";
      if (/^(?:service|container):/.test(mode)) {
        reportPair(
          context,
          node,
          "ports",
          "network_mode",
          "A service that shares another's network publishes no ports, so it does not start. Publish them there.",
        );
      }
      reportPair(
        context,
        at(node, "build"),
        "dockerfile",
        "dockerfile_inline",
        "`dockerfile` and `dockerfile_inline` exclude each other, so Compose refuses the service. Remove one.",
      );
      const scale = located(at(node, "scale"))?.text;
      const replicas = located(at(node, "deploy", "replicas"))?.text;
      if (scale !== undefined && replicas !== undefined && scale !== replicas) {
        reportPair(
          context,
          node,
          "scale",
          "deploy",
          "`scale` and `deploy.replicas` differ, so Compose refuses the service. Remove one.",
        );
      }
    }
    {
      for (const resource of context.document.volumes) {
        if (located(at(resource.node, "external"))?.text !== "true" || resource.node.kind !== "map") continue;
        const extra = resource.node.entries.find(each => !RESOURCE_KEYS.has(each.key) && !each.key.startsWith("x-"));
        if (extra === undefined) continue;
        context.report(
          extra.keySpan,
          `\`${extra.key}\` cannot be set on something \`external\`, so Compose refuses the project. Remove one of the two.`,
          { fixes: fixOf(`Remove ${extra.key}`, false, removeEntry(context.text, resource.node, extra)) },
        );
      }
    }
  },
});
