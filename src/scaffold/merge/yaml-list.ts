import { lineEndOf } from "../../docker/line-map";
import { isMap, isScalar, isSeq, parseDocument, type Range, type YAMLMap, type YAMLSeq } from "yaml";
import { append, type MergeResult } from "./merge-result";

/**
 * A list at the top of a YAML file gains the items that it has not, told by the ids inside; nothing that is there
 * changes. For `.pre-commit-config.yaml`: `repos`, whose hooks have ids.
 */
export function mergeYamlList(before: string, proposal: string): MergeResult {
  const document = parseDocument(before, { keepSourceTokens: true });
  const mine = parseDocument(proposal);
  const contents = document.contents;
  if (document.errors.length > 0 || (contents !== null && !isMap(contents))) {
    return { kind: "conflict", text: proposal, note: "It cannot be read as YAML, so nothing can be added to it." };
  }
  const [pair] = (mine.contents as YAMLMap | null)?.items ?? [];
  const key = isScalar(pair?.key) ? String(pair.key.value) : "";
  const ids = [...proposal.matchAll(/^\s*- id: (\S+)$/gm)].map(match => match[1] ?? "");
  const known = new Set([...before.matchAll(/^\s*-?\s*id:\s*["']?([\w.-]+)/gm)].map(match => match[1]));
  if (ids.every(id => known.has(id))) return { kind: "same" };
  const note = `${ids.join(", ")} ${ids.length === 1 ? "is" : "are"} added at the end of ${key}.`;
  const list = document.get(key, true);
  if (list === undefined) return { kind: "merged", text: append(before, proposal), note };
  if (!isSeq(list) || list.flow || !list.range) {
    return { kind: "conflict", text: proposal, note: `Its ${key} are written in a form that nothing can be added to.` };
  }
  const merged = withItems(before, list, list.range, proposal);
  return parseDocument(merged).errors.length > 0
    ? { kind: "conflict", text: proposal, note: "What is missing could not be added without breaking its form." }
    : { kind: "merged", text: merged, note };
}

/** The proposal's items behind the list's last one, as far in as its own stand. */
function withItems(before: string, list: YAMLSeq, range: Range, proposal: string): string {
  const first = list.items[0] as { readonly range?: readonly [number, number, number] | null } | undefined;
  const start = first?.range?.[0] ?? range[0];
  const dash = before.lastIndexOf("-", start);
  const indent = dash - (before.lastIndexOf("\n", dash) + 1);
  // The end of the last item's content: comments and blank lines behind it belong to what comes next.
  const content = before.slice(0, range[1]).trimEnd().length;
  const lineBreak = before.indexOf("\n", content);
  const at = lineBreak < 0 ? before.length : lineBreak + 1;
  const lines = proposal.trimEnd().split("\n").slice(1);
  const own = (lines[0] ?? "").length - (lines[0] ?? "").trimStart().length;
  const end = lineEndOf(before);
  const text = lines.map(line => " ".repeat(indent) + line.slice(own) + end).join("");
  const lead = at > 0 && before.charAt(at - 1) !== "\n" ? end : "";
  return before.slice(0, at) + lead + text + before.slice(at);
}
