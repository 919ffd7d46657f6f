import { located } from "../../docker/compose/scalars";
import type { Located } from "../../docker/compose/types";
import type { DataNode } from "../../workspace/data-node";
import { entries, items } from "../../workspace/data-node";

/** What Compose makes of a text at a place where no text is wanted. */
export type CastKind = "whole" | "count" | "number" | "switch";

/** The places that compose-go casts (`loader/interpolate.go`); `*` stands for any key or item. Counts are below zero nowhere. */
const SERVICE_CASTS: Readonly<Record<CastKind, readonly string[]>> = {
  whole: [
    "cpu_count cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares oom_score_adj pids_limit",
    "deploy.update_config.parallelism deploy.rollback_config.parallelism deploy.restart_policy.max_attempts",
    "deploy.placement.max_replicas_per_node healthcheck.retries ulimits.* ulimits.*.hard ulimits.*.soft",
  ],
  count: ["scale deploy.replicas"],
  number: ["cpus cpu_percent deploy.update_config.max_failure_ratio deploy.rollback_config.max_failure_ratio"],
  switch: [
    "init oom_kill_disable privileged read_only stdin_open tty healthcheck.disable",
    "depends_on.*.required depends_on.*.restart volumes.*.read_only volumes.*.volume.nocopy",
  ],
};

const RESOURCE_SWITCHES = "external internal attachable enable_ipv4 enable_ipv6";

const PLACES: readonly (readonly [CastKind, readonly string[]])[] = [
  ...(Object.keys(SERVICE_CASTS) as CastKind[]).flatMap(kind =>
    SERVICE_CASTS[kind].flatMap(line =>
      line.split(" ").map(path => [kind, ["services", "*", ...path.split(".")]] as const),
    ),
  ),
  ...["networks", "volumes", "secrets", "configs"].flatMap(section =>
    RESOURCE_SWITCHES.split(" ").map(key => ["switch", [section, "*", key]] as const),
  ),
];

const FORMS: Readonly<Record<CastKind, RegExp>> = {
  whole: /^[-+]?\d{1,19}$/,
  count: /^\+?\d{1,19}$/,
  number: /^[-+]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:e[-+]?\d{1,3})?$/i,
  switch: /^(?:true|false|y|yes|on|n|no|off)$/i,
};

/** Values that Compose cannot cast, each with what it wants and the key that it stands under. */
export function uncastable(
  root: DataNode | null,
): readonly { readonly key: string; readonly value: Located; readonly kind: CastKind }[] {
  if (root === null) return [];
  return PLACES.flatMap(([kind, path]) =>
    scalarsAt(root, path, "").flatMap(({ key, value }) => {
      const isText = value.node.kind === "scalar" && typeof value.node.value === "string";
      // A number or a switch as such is the schema's to judge; it sets no limit to counts.
      if ((!isText && kind !== "count") || value.text.includes("$") || FORMS[kind].test(value.text)) return [];
      return { key, value, kind };
    }),
  );
}

function scalarsAt(
  node: DataNode,
  path: readonly string[],
  key: string,
): readonly { readonly key: string; readonly value: Located }[] {
  const [step, ...rest] = path;
  if (step === undefined) {
    const value = located(node);
    return value === null ? [] : [{ key, value }];
  }
  const own = entries(node).filter(each => step === "*" || each.key === step);
  const named = own.flatMap(each => scalarsAt(each.value, rest, each.key));
  return step === "*" ? [...named, ...items(node).flatMap(each => scalarsAt(each, rest, key))] : named;
}

/** True where a command line ends within quotes or behind a backslash, as mattn/go-shellwords reads it for Compose. */
export function isUnclosed(line: string): boolean {
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? "";
    if (character === "\\" && quote !== "'") {
      if (++at >= line.length) return true;
    } else if (quote === "") {
      if (character === '"' || character === "'") quote = character;
      // What follows an operator is not read any more.
      else if (";&|<>".includes(character)) return false;
    } else if (character === quote) quote = "";
  }
  return quote !== "";
}
