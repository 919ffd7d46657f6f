import { asText, at, entries, entry, items } from "../../workspace/data-node";
import type { DataNode, MapEntry } from "../../workspace/data-node";
import { readShortMount } from "./mounts";
import type { ComposeMount, ComposeMountType } from "./mounts";
import { makePort, readShortPort } from "./ports";
import type { ComposePort } from "./ports";
import { exactStart, located, locatedAt, locatedList, partSpan } from "./scalars";
import type {
  ComposeBuild,
  ComposeCommand,
  ComposeDependency,
  ComposeEnvFile,
  ComposeExtends,
  ComposeHealthcheck,
  ComposeGrant,
  ComposeReference,
  ComposeService,
  ComposeVariable,
  Located,
} from "./types";

/** Reads one entry of `services`. */
export function readService(text: string, own: MapEntry): ComposeService {
  const node = own.value;
  return {
    name: own.key,
    keySpan: own.keySpan,
    node,
    image: locatedAt(node, "image"),
    build: readBuild(text, entry(node, "build")),
    command: readCommand(entry(node, "command")),
    entrypoint: readCommand(entry(node, "entrypoint")),
    ports: items(at(node, "ports")).flatMap(item => readPort(item) ?? []),
    expose: locatedList(at(node, "expose")).map(each => readShortPort(each.text, each.span, false)),
    volumes: items(at(node, "volumes")).flatMap(item => readMount(text, item) ?? []),
    environment: readVariables(text, at(node, "environment")),
    envFiles: readEnvFiles(at(node, "env_file")),
    dependsOn: readDependencies(at(node, "depends_on")),
    links: readLinks(text, at(node, "links")),
    networks: readNames(at(node, "networks")),
    secrets: readSources(at(node, "secrets")),
    configs: readSources(at(node, "configs")),
    models: readNames(at(node, "models")),
    shares: ["network_mode", "ipc", "pid"].flatMap(key => serviceReference(text, locatedAt(node, key))),
    volumesFrom: readLinks(text, at(node, "volumes_from")).filter(each => each.name !== "container"),
    healthcheck: readHealthcheck(entry(node, "healthcheck")),
    extends: readExtends(at(node, "extends")),
    profiles: locatedList(at(node, "profiles")),
    networkMode: locatedAt(node, "network_mode"),
    containerName: locatedAt(node, "container_name"),
    restart: locatedAt(node, "restart"),
    workingDirectory: locatedAt(node, "working_dir"),
    replicas: readReplicas(node),
  };
}

function readReplicas(node: DataNode): ComposeService["replicas"] {
  const found = located(at(node, "scale")) ?? located(at(node, "deploy", "replicas"));
  return found !== null && /^\d{1,6}$/.test(found.text) ? { count: Number(found.text), span: found.span } : null;
}

function readBuild(text: string, own: MapEntry | undefined): ComposeBuild | null {
  if (own === undefined) return null;
  const { value } = own;
  if (value.kind === "list" || (value.kind === "scalar" && value.value === null)) return null;
  const isShort = value.kind === "scalar";
  return {
    span: isShort ? value.span : own.keySpan,
    context: isShort ? located(value) : locatedAt(value, "context"),
    dockerfile: locatedAt(value, "dockerfile"),
    inline: locatedAt(value, "dockerfile_inline"),
    target: locatedAt(value, "target"),
    arguments: readVariables(text, at(value, "args")),
    contexts: readVariables(text, at(value, "additional_contexts")),
    secrets: readSources(at(value, "secrets")),
  };
}

function readCommand(own: MapEntry | undefined): ComposeCommand | null {
  if (own === undefined) return null;
  const { value, keySpan } = own;
  if (value.kind === "map") return null;
  if (value.kind === "list") {
    const words = locatedList(value);
    return { words, text: words.map(word => word.text).join(" "), span: value.span, keySpan, node: value };
  }
  const text = asText(value);
  return text === undefined ? null : { words: null, text, span: value.span, keySpan, node: value };
}

function readPort(item: DataNode): ComposePort | null {
  const short = located(item);
  if (short !== null) return readShortPort(short.text, short.span);
  if (item.kind !== "map") return null;
  const target = locatedAt(item, "target");
  const published = locatedAt(item, "published");
  const address = locatedAt(item, "host_ip");
  const protocol = locatedAt(item, "protocol");
  const text = `${address === null ? "" : `${address.text}:`}${published?.text ?? ""}:${target?.text ?? ""}`;
  return makePort(text, (published ?? target ?? { span: item.span }).span, false, {
    hostIp: address?.text ?? null,
    published: published?.text ?? null,
    target: target?.text ?? "",
    protocol: protocol?.text ?? null,
  });
}

const MOUNT_TYPES: ReadonlySet<string> = new Set<ComposeMountType>([
  "bind",
  "volume",
  "tmpfs",
  "npipe",
  "image",
  "cluster",
]);

function readMount(text: string, item: DataNode): ComposeMount | null {
  const short = located(item);
  if (short !== null) return readShortMount(short.text, short.span, exactStart(text, item));
  if (item.kind !== "map") return null;
  const type = locatedAt(item, "type")?.text ?? "unknown";
  const source = locatedAt(item, "source");
  const target = locatedAt(item, "target");
  const known = MOUNT_TYPES.has(type) ? (type as ComposeMountType) : "unknown";
  return {
    type: known === "volume" && source === null ? "anonymous" : known,
    source: source?.text ?? null,
    sourceSpan: source?.span ?? item.span,
    target: target?.text ?? null,
    targetSpan: target?.span ?? item.span,
    span: (source ?? target ?? item).span,
    readOnly: located(at(item, "read_only"))?.text === "true",
    isShort: false,
    options: [],
    problem: null,
  };
}

/** A map of names to values, or a list of `NAME=value`. */
function readVariables(text: string, node: DataNode | undefined): readonly ComposeVariable[] {
  if (node?.kind === "map") {
    return node.entries.flatMap(({ key, keySpan, value }) => {
      if (value.kind !== "scalar") return [];
      const span = { start: keySpan.start, end: Math.max(keySpan.end, value.span.end) };
      const content = asText(value) ?? null;
      return [
        { name: key, nameSpan: keySpan, value: content, valueSpan: value.span, span, node: value, isList: false },
      ];
    });
  }
  return items(node).flatMap(item => {
    const whole = asText(item);
    if (whole === undefined) return [];
    const equals = whole.indexOf("=");
    const end = equals === -1 ? whole.length : equals;
    return [
      {
        name: whole.slice(0, end),
        nameSpan: partSpan(text, item, 0, end),
        value: equals === -1 ? null : whole.slice(equals + 1),
        valueSpan: equals === -1 ? item.span : partSpan(text, item, equals + 1, whole.length),
        span: item.span,
        node: item,
        isList: true,
      },
    ];
  });
}

function readEnvFiles(node: DataNode | undefined): readonly ComposeEnvFile[] {
  const list = node?.kind === "list" ? node.items : node === undefined ? [] : [node];
  return list.flatMap((item): readonly ComposeEnvFile[] => {
    const short = located(item);
    if (short !== null) return [{ path: short.text, span: short.span, isRequired: true, isShort: true }];
    const path = locatedAt(item, "path");
    if (path === null) return [];
    const required = locatedAt(item, "required")?.text;
    return [{ path: path.text, span: path.span, isRequired: required !== "false", isShort: false }];
  });
}

function readDependencies(node: DataNode | undefined): readonly ComposeDependency[] {
  if (node?.kind === "map") {
    return node.entries.map(({ key, keySpan, value }) => {
      const condition = locatedAt(value, "condition");
      return {
        name: key,
        span: keySpan,
        condition: condition?.text ?? "service_started",
        conditionSpan: condition?.span ?? keySpan,
        isRequired: locatedAt(value, "required")?.text !== "false",
        isShort: false,
        node: value,
      };
    });
  }
  return locatedList(node).map(each => ({
    name: each.text,
    span: each.span,
    condition: "service_started",
    conditionSpan: each.span,
    isRequired: true,
    isShort: true,
    node: null,
  }));
}

/** `service[:alias]`. */
function readLinks(text: string, node: DataNode | undefined): readonly ComposeReference[] {
  return locatedList(node).map(each => {
    const colon = each.text.indexOf(":");
    const end = colon === -1 ? each.text.length : colon;
    return { name: each.text.slice(0, end), span: partSpan(text, each.node, 0, end) };
  });
}

/** `service:NAME` as a reference. */
function serviceReference(text: string, value: Located | null): readonly ComposeReference[] {
  const prefix = "service:";
  if (value?.text.startsWith(prefix) !== true) return [];
  const span = partSpan(text, value.node, prefix.length, value.text.length);
  return [{ name: value.text.slice(prefix.length), span }];
}

/** A list of names, or a map by name. */
function readNames(node: DataNode | undefined): readonly ComposeReference[] {
  if (node?.kind === "map") return node.entries.map(({ key, keySpan }) => ({ name: key, span: keySpan }));
  return locatedList(node).map(each => ({ name: each.text, span: each.span }));
}

/** A list of names or of maps with `source`. */
function readSources(node: DataNode | undefined): readonly ComposeGrant[] {
  return items(node).flatMap(item => {
    const name = located(item) ?? locatedAt(item, "source");
    return name === null ? [] : [{ name: name.text, span: name.span, target: locatedAt(item, "target")?.text ?? null }];
  });
}

function readHealthcheck(own: MapEntry | undefined): ComposeHealthcheck | null {
  if (own?.value.kind !== "map") return null;
  const { value, keySpan } = own;
  const test = at(value, "test") ?? null;
  const first = test?.kind === "list" ? asText(test.items[0]) : asText(test);
  const isDisabled = locatedAt(value, "disable")?.text === "true" || first === "NONE";
  return { keySpan, span: value.span, test, isDisabled, node: value };
}

function readExtends(node: DataNode | undefined): ComposeExtends | null {
  const short = located(node);
  if (short !== null) return { service: short.text, serviceSpan: short.span, file: null };
  const service = locatedAt(node, "service");
  if (service === null) return null;
  return { service: service.text, serviceSpan: service.span, file: locatedAt(node, "file") };
}

/** The entries of a top-level section. */
export function sectionEntries(root: DataNode | null, section: string): readonly MapEntry[] {
  return entries(at(root, section)).filter(each => !each.key.startsWith("x-"));
}
