import { lineEndOf } from "../../docker/line-map";
import { at, asString, items } from "../../workspace/data-node";
import { parseJson } from "../../workspace/json";
import type { MergeResult } from "./merge-result";

/** The lists of `.vscode/launch.json` and `.vscode/tasks.json`, and what names an item of each. */
const LISTS = [
  { key: "configurations", name: "name", one: "configuration" },
  { key: "tasks", name: "label", one: "task" },
] as const;

/** Items whose name is not there yet are put at the end of the list; comments stay. */
export function mergeJsonList(before: string, proposal: string): MergeResult {
  const mine = parseJson(proposal).root;
  const theirs = parseJson(before);
  const { key, name, one } = LISTS.find(known => at(mine, known.key) !== undefined) ?? LISTS[0];
  const list = at(theirs.root, key);
  if (theirs.problems.length > 0 || list?.kind !== "list") {
    return { kind: "conflict", text: proposal, note: `It has no list of ${key} that one could be added to.` };
  }
  const names = new Set(items(list).flatMap(item => asString(at(item, name)) ?? []));
  const missing = items(at(mine, key)).filter(item => !names.has(asString(at(item, name)) ?? ""));
  if (missing.length === 0) return { kind: "same" };
  const indent = "    ";
  const texts = missing.map(item => indent + proposal.slice(item.span.start, item.span.end));
  const end = lineEndOf(before);
  const last = items(list).at(-1);
  const at0 = last ? last.span.end : list.span.start + 1;
  const rest = before.slice(at0, list.span.end);
  const hasComma = /^\s*,/.test(rest);
  const lead = last ? (hasComma ? "" : ",") : "";
  const insertAt = hasComma ? at0 + rest.indexOf(",") + 1 : at0;
  const inserted = `${lead}\n${texts.join(",\n")}${last ? "" : "\n  "}`.replace(/\n/g, end);
  return {
    kind: "merged",
    text: before.slice(0, insertAt) + inserted + before.slice(insertAt),
    note: `${missing.length} ${missing.length === 1 ? `${one} is` : `${one}s are`} added.`,
  };
}
