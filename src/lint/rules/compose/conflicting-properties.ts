import type { DataNode, MapEntry } from "../../../workspace/data-node";
import { at, entry, items } from "../../../workspace/data-node";
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

/** A request for devices names how many or which ones. */
function reportDevices(context: ComposeContext, devices: DataNode | undefined): void {
  for (const device of items(devices)) {
    reportPair(
      context,
      device,
      "count",
      "device_ids",
      "`count` and `device_ids` exclude each other, so Compose refuses the service. Remove one.",
    );
  }
}

/** Properties of a service, the part of `deploy.resources` that must say the same, and its name there. */
const LIMITS = [
  ["cpus", "limits", "cpus"],
  ["mem_limit", "limits", "memory"],
  ["mem_reservation", "reservations", "memory"],
  ["pids_limit", "limits", "pids"],
] as const;

/** Where `deploy.resources` has the part at all, Compose takes a value that is not there for a different one. */
function reportLimits(context: ComposeContext, service: DataNode): void {
  for (const [own, part, name] of LIMITS) {
    const one = located(at(service, own));
    const limits = at(service, "deploy", "resources", part);
    if (one === null || limits?.kind !== "map" || context.document.tags.has(limits)) continue;
    const other = at(limits, name);
    const two = located(other);
    if (other !== undefined && two === null) continue;
    const left = amountOf(one.text);
    const right = two === null ? 0 : amountOf(two.text);
    if (left === null || right === null || left === 0 || left === right) continue;
    context.report(
      one.span,
      `\`${own}\` and \`deploy.resources.${part}.${name}\` differ, so Compose refuses the service. Write the same, or remove one.`,
      { related: [context.placeOf((two ?? limits).span)] },
    );
  }
}

/** A number, or a size as docker/go-units reads it in binary units; null for a variable or anything else. */
function amountOf(text: string): number | null {
  const [, number = "", unit = ""] = /^(\d{1,15}(?:\.\d{1,10})?) ?([kmgtp]?)i?b?$/i.exec(text) ?? [];
  return number === "" ? null : Math.trunc(Number(number) * 1024 ** " kmgtp".indexOf(unit.toLowerCase() || " ") * 1000);
}

/** The ways in which a secret or a config is given. */
const SOURCES = { secrets: ["file", "environment"], configs: ["file", "environment", "content"] } as const;

function reportSources(context: ComposeContext): void {
  for (const section of ["secrets", "configs"] as const) {
    for (const { node } of context.document[section]) {
      const [own, other] = SOURCES[section].filter(key => at(node, key) !== undefined);
      if (own === undefined || other === undefined) continue;
      const message = `\`${own}\` and \`${other}\` exclude each other, so Compose refuses the project. Remove one.`;
      reportPair(context, node, own, other, message);
    }
  }
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
      reportDevices(context, at(node, "gpus"));
      reportDevices(context, at(node, "deploy", "resources", "reservations", "devices"));
      reportLimits(context, node);
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
    reportSources(context);
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
