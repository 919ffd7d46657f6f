import { joinPath, parentOf, relativeTo } from "../../model/paths";
import type { Span } from "../../model/place";
import { asText, at, entries, items, type DataNode, type MapEntry, type MapNode } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import { firstFormatServices } from "./first-format";
import { NO_SURROUNDINGS, readAlone, type ServicePart } from "./project";
import { readCompose } from "./read-compose";

/** A service as Compose makes it: with what it extends, in this file or another one. */
export interface WholeService extends MapEntry {
  /** What it takes from services that it extends; null where it extends none. */
  readonly inherited: DataNode | null;
  /** Another file defines it, which this one includes. */
  readonly isIncluded: boolean;
}

/**
 * The services of a Compose file and of those that it includes. Paths count from its folder, whichever file they stand in, and
 * what another file says stands where this one names it.
 */
export function wholeServices(workspace: Workspace, path: string): readonly WholeService[] {
  const text = workspace.text(path) ?? "";
  const { root } = workspace.data(path);
  const written = writtenServices(root);
  // What extended another in the first format is not followed.
  const isFirstFormat = written.length > 0 && at(root, "services") === undefined;
  if (isFirstFormat || !/\b(?:extends|include)\b/.test(text))
    return written.map(entry => ({ ...entry, inherited: null, isIncluded: false }));
  const document = readCompose(text);
  const project = readAlone(
    { path, document },
    {
      ...NO_SURROUNDINGS,
      document: other => {
        const found = workspace.text(other);
        return found === null ? null : readCompose(found);
      },
    },
  );
  const includeSpan = at(document.root, "include")?.span ?? { start: 0, end: 0 };
  const services = [...project.services].flatMap(([key, parts]) => {
    const own = parts.at(-1);
    if (own === undefined) return [];
    const isIncluded = own.file.path !== path;
    const span = isIncluded ? includeSpan : (own.service.extends?.serviceSpan ?? own.service.keySpan);
    const nodes = parts.map(part => ({ node: seenFrom(path, part, span), tags: part.file.document.tags }));
    const inherited = nodes.slice(0, -1).reduce<DataNode | null>((base, next) => merged("", base, next), null);
    const last = nodes.at(-1);
    const keySpan = isIncluded ? includeSpan : own.service.keySpan;
    const value = last === undefined ? own.service.node : merged("", inherited, last);
    return [{ key, keySpan, value, inherited, isIncluded }];
  });
  return [...services.filter(each => !each.isIncluded), ...services.filter(each => each.isIncluded)];
}

/** The services of one file as they stand there; those of the first format stand at its top. */
export function writtenServices(root: DataNode | null): readonly MapEntry[] {
  const services = at(root, "services");
  if (services !== undefined) return entries(services);
  return firstFormatServices(
    entries(root).map(entry => ({ ...entry, keys: entries(entry.value).map(({ key }) => key) })),
  );
}

interface Tagged {
  readonly node: DataNode;
  readonly tags: ReadonlyMap<DataNode, string>;
}

/** What a later definition replaces as a whole: https://docs.docker.com/reference/compose-file/merge/#exceptions. */
const REPLACED: ReadonlySet<string> = new Set(["command", "entrypoint", "test"]);

function merged(key: string, base: DataNode | null, { node, tags }: Tagged): DataNode {
  if (base === null || REPLACED.has(key) || tags.get(node) === "!override") return node;
  if (node.kind === "scalar" && node.value === null) return base;
  const [left, right] = [inForm(key, base, node), inForm(key, node, base)];
  if (left.kind === "list" && right.kind === "list") return { ...right, items: [...left.items, ...right.items] };
  if (left.kind !== "map" || right.kind !== "map") return node;
  const own = new Map(right.entries.map(entry => [entry.key, entry]));
  const known = left.entries.flatMap(entry => {
    const later = own.get(entry.key);
    if (later === undefined) return key === "" && entry.key === "extends" ? [] : [entry];
    own.delete(entry.key);
    if (tags.get(later.value) === "!reset") return [];
    return [{ ...later, value: merged(entry.key, entry.value, { node: later.value, tags }) }];
  });
  return { ...right, entries: [...known, ...own.values()] };
}

/** The long form of what may be written shortly, where the other one needs it. */
function inForm(key: string, node: DataNode, other: DataNode): DataNode {
  if (node.kind === "scalar" && key === "env_file") return { kind: "list", items: [node], span: node.span };
  if (node.kind === "scalar" && key === "build") return mapOf(node, [{ key: "context", value: node }]);
  if (node.kind !== "list" || other.kind !== "map") return node;
  const named = items(node).map(item => {
    const [name = "", ...value] = (asText(item) ?? "").split("=");
    const text = value.length === 0 ? null : value.join("=");
    return { key: name, value: { kind: "scalar" as const, value: text, raw: text ?? "", span: item.span } };
  });
  return mapOf(node, named);
}

function mapOf({ span }: DataNode, found: readonly Pick<MapEntry, "key" | "value">[]): MapNode {
  return { kind: "map", entries: found.map(each => ({ ...each, keySpan: each.value.span })), span };
}

/** A part of another file as it would be written in this one. */
function seenFrom(path: string, { file, service }: ServicePart, span: Span): DataNode {
  if (file.path === path) return service.node;
  const [folder, own] = [parentOf(file.path), parentOf(path)];
  return moved(service.node, "", span, written => {
    if (folder === own || /^[/~$]|:\/\//.test(written)) return written;
    return `./${relativeTo(own, joinPath(folder, written))}`;
  });
}

/** Where Compose reads a path that counts from the folder of the file. */
const PATH_KEY = /^\.(?:build(?:\.context)?|env_file(?:\.path)?)$/;
const MOUNT_KEY = /^\.volumes(?:\.source)?$/;

function moved(node: DataNode, key: string, span: Span, seen: (path: string) => string): DataNode {
  if (node.kind === "list") return { ...node, items: node.items.map(item => moved(item, key, span, seen)), span };
  if (node.kind === "map") {
    const isHere = key === ".build" && at(node, "context") === undefined;
    const here = { key: "context", value: { kind: "scalar" as const, value: ".", raw: ".", span } };
    const all = isHere ? [...node.entries, here] : node.entries;
    const within = all.map(each => ({ key: each.key, value: moved(each.value, `${key}.${each.key}`, span, seen) }));
    return mapOf({ ...node, span }, within);
  }
  if (typeof node.value !== "string") return { ...node, span };
  const [, source = "", rest = ""] = /^(\.[^:]*)(.*)$/s.exec(node.value) ?? [];
  const isMount = MOUNT_KEY.test(key) && source !== "";
  const value = PATH_KEY.test(key) ? seen(node.value) : isMount ? seen(source) + rest : node.value;
  return { ...node, value, span };
}
