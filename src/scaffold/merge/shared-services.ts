import { isAlias, isMap, isNode, isScalar, isSeq, type Pair, type YAMLMap } from "yaml";
import { keyOf } from "../../docker/compose/additions";
import type { YamlEntry } from "../text/yaml-tree";
import type { ComposeAddition } from "./compose";

/** Sound for whatever runs in a container of the same image. */
const FOR_ALL: ReadonlySet<string> = new Set(["environment", "init"]);

/**
 * Which entries a service may gain: others that extend it, or merge it by its anchor, gain them as well. A check of a server would
 * fail a worker, so each of them has to have its own, or to be given it.
 */
export function gainOf(
  services: YAMLMap,
  service: Pair,
  additions: readonly ComposeAddition[],
): (entry: YamlEntry) => boolean {
  const name = keyOf(service);
  const others = services.items.flatMap(other => {
    const own = isMap(other.value) ? other.value : null;
    const isCopy = isCopyOf(service, own?.items.find(isMergeKey)?.value ?? other.value);
    return isCopy || (own !== null && baseOf(own) === name) ? [{ name: keyOf(other), own, isCopy }] : [];
  });
  return entry =>
    FOR_ALL.has(entry.key) ||
    others.every(other => {
      const given = additions.find(each => each.name === other.name);
      const theirs = given?.completes.includes(entry.key) && given.entries.find(({ key }) => key === entry.key);
      // What one needs is added to what its base needs, a service itself with it.
      if (entry.key === "depends_on" && !other.isCopy)
        return theirs && namesOf(entry).every(need => namesOf(theirs).includes(need));
      return other.own !== null && (other.own.has(entry.key) || theirs !== undefined);
    });
}

/**
 * What a service of theirs does not wait for, of services that are added: a list cannot say until when, and a mapping is its
 * owner's.
 */
export function unmetNeeds(
  services: YAMLMap,
  name: string,
  own: YAMLMap,
  entries: readonly YamlEntry[],
  mayGain: (entry: YamlEntry) => boolean,
): readonly string[] {
  const wanted = entries.find(({ key }) => key === "depends_on");
  if (wanted === undefined || (!own.has(wanted.key) && mayGain(wanted))) return [];
  const given: unknown = own.get(wanted.key);
  const known = isSeq(given) ? given.items.map(String) : isMap(given) ? given.items.map(keyOf) : [];
  const needs = namesOf(wanted).filter(need => !services.has(need) && !known.includes(need));
  if (needs.length === 0) return [];
  const why = isSeq(given)
    ? "its depends_on is a list, which cannot wait until one has ended; make it a mapping for that"
    : own.has(wanted.key)
      ? "its depends_on is left as it is; add it there"
      : "others that extend it would wait as well";
  return [`${name} does not wait for ${needs.join(", ")}: ${why}.`];
}

/** The key itself is a symbol. */
function isMergeKey({ key }: Pair): boolean {
  return isScalar(key) && key.source === "<<";
}

function isCopyOf(service: Pair, value: unknown): boolean {
  if (isSeq(value)) return value.items.some(item => isCopyOf(service, item));
  return isAlias(value) && isNode(service.value) && !isAlias(service.value) && service.value.anchor === value.source;
}

/** The service of the same file that one extends. */
function baseOf(service: YAMLMap): unknown {
  const base = service.get("extends");
  if (!isMap(base)) return base;
  return base.has("file") ? undefined : base.get("service");
}

function namesOf({ value }: YamlEntry): readonly string[] {
  return value.kind === "map" ? value.entries.map(({ key }) => key) : [];
}
