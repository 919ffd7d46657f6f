import type { DataNode, ParsedData, ScalarNode } from "../../workspace/data-node";
import { asStrings, asText, at, entries, items } from "../../workspace/data-node";
import { joinMarkers, poetryToPep440, pythonMarker } from "../packaging/constraints";
import { isName, normalizeName } from "../packaging/names";
import { parseRequirement, splitExtras } from "../packaging/requirement";
import { normalizeSpecifier } from "../packaging/versions";
import type { Declared, ManifestProblem } from "./types";

/** Collects what one manifest declares, with its problems. */
export interface Collected {
  readonly declared: Declared[];
  readonly problems: ManifestProblem[];
}

/** What a TOML manifest begins with: nothing declared, and what its parser could not read. */
export function collectedFrom(data: ParsedData): Collected {
  const problems = data.problems.map(({ message, offset }) => ({
    code: "manifest-broken",
    message: `This is no valid TOML: ${message}`,
    offset,
  }));
  return { declared: [], problems };
}

/** A list of PEP 508 strings as dependencies of a group. */
export function addRequirements(into: Collected, list: DataNode | undefined, group: string, optional = false): void {
  for (const item of items(list)) {
    if (item.kind === "scalar") addRequirement(into, item, group, optional);
  }
}

export function addRequirement(into: Collected, node: ScalarNode, group: string, optional = false): void {
  const text = asText(node) ?? "";
  addRequirementText(into, text, node.span.start, group, optional);
}

/** One PEP 508 string; PDM also writes `-e file:///…#egg=name`, which is a requirement of that name. */
export function addRequirementText(
  into: Collected,
  text: string,
  offset: number,
  group: string,
  optional = false,
  extraMarker: string | null = null,
): void {
  const editable = /^-e\s+\S*#egg=([\w.-]+)/.exec(text);
  const requirement = parseRequirement(editable ? `${editable[1] ?? ""} @ ${text.slice(2).trim()}` : text);
  if (!requirement) {
    if (text.trim() === "") return;
    const message = `"${text.slice(0, 60)}" is no requirement that PEP 508 allows`;
    into.problems.push({ code: "requirement-unreadable", message, offset });
    return;
  }
  into.declared.push({
    name: requirement.name,
    specifier: requirement.specifier,
    extras: requirement.extras,
    marker: joinMarkers(requirement.marker, extraMarker),
    url: requirement.url,
    group,
    optional,
    offset,
    direct: true,
    conda: false,
  });
}

/**
 * A table of `name = constraint` as Poetry and Pipenv write it. Constraints are strings, tables, or (Poetry) lists of
 * tables for several platforms. The key `python` is left to the caller.
 */
export function addConstraintTable(
  into: Collected,
  table: DataNode | undefined,
  group: string,
  options: { readonly isOptional?: (name: string) => boolean; readonly dialect: "poetry" | "pipenv" },
): void {
  for (const { key, keySpan, value } of entries(table)) {
    if (options.dialect === "poetry" && key.toLowerCase() === "python") continue;
    if (!isName(key)) continue;
    const name = normalizeName(key);
    const alternatives = value.kind === "list" ? value.items : [value];
    for (const alternative of alternatives) {
      into.declared.push({
        name,
        specifier: specifierOf(alternative, options.dialect),
        extras: asStrings(at(alternative, "extras")).flatMap(splitExtras),
        marker: markerOf(alternative),
        url: addressOf(alternative),
        group,
        optional: at(alternative, "optional") !== undefined && isTrue(at(alternative, "optional")),
        offset: keySpan.start,
        direct: true,
        conda: false,
      });
    }
  }
}

function specifierOf(node: DataNode, dialect: "poetry" | "pipenv"): string {
  const written = node.kind === "scalar" ? (asText(node) ?? "") : (asText(at(node, "version")) ?? "");
  if (dialect === "poetry") return poetryToPep440(written);
  return written === "*" ? "" : normalizeSpecifier(written);
}

/** `markers`, `python = "^3.8"`, `platform = "linux"`, and Pipenv's `sys_platform = "== 'win32'"`. */
function markerOf(node: DataNode): string | null {
  if (node.kind !== "map") return null;
  const python = asText(at(node, "python"));
  const platform = asText(at(node, "platform"));
  const direct = MARKER_KEYS.flatMap(key => {
    const clause = asText(at(node, key));
    return clause === undefined ? [] : [`${key} ${clause}`];
  });
  return joinMarkers(
    asText(at(node, "markers")),
    python === undefined ? null : pythonMarker(python),
    platform === undefined ? null : `sys_platform == "${platform}"`,
    ...direct,
  );
}

const MARKER_KEYS = [
  "os_name",
  "sys_platform",
  "platform_machine",
  "platform_system",
  "platform_python_implementation",
  "python_version",
  "python_full_version",
  "implementation_name",
] as const;

function addressOf(node: DataNode): string | null {
  for (const key of ["git", "url", "path", "file", "hg", "svn"]) {
    const address = asText(at(node, key));
    if (address !== undefined) return key === "git" ? `git+${address}` : address;
  }
  return null;
}

function isTrue(node: DataNode | undefined): boolean {
  return node?.kind === "scalar" && node.value === true;
}

/** The lines of a multi-line INI value with their offsets in the file's text. */
export function linesOf(text: string, node: DataNode | undefined): readonly { text: string; offset: number }[] {
  if (node?.kind !== "scalar") return [];
  const out: { text: string; offset: number }[] = [];
  let offset = node.span.start;
  for (const line of text.slice(node.span.start, node.span.end).split("\n")) {
    const trimmed = line.trim();
    const isComment = trimmed.startsWith("#") || trimmed.startsWith(";");
    if (trimmed !== "" && !isComment) out.push({ text: trimmed, offset: offset + line.indexOf(trimmed) });
    offset += line.length + 1;
  }
  return out;
}
