import { asText, at, type DataNode } from "./data-node";

/** An action ends before the next one begins, so that a text full of open ones is read once. */
const ACTION = /\{\{(?:[^{}]|\{(?!\{)|\}(?!\}))*\}\}/g;
/** Lines of nothing but actions: conditions, loops, definitions. */
const WHOLE_LINES = new RegExp(`^[ \\t]*(?:${ACTION.source}[ \\t]*)+$`, "gm");
/** `env:` with `{{- toYaml .Values.env | nindent 12 }}` on the next line, which is its value. */
const VALUE_BELOW = /:[ \t]*\r?\n[ \t]*(?=\{\{-?\s*(?:toYaml|tpl)\b)/g;

/** A text with its actions of Go's templates covered, so that it can be read as data; as long as before. */
export function coverTemplates(text: string): string {
  if (!text.includes("{{")) return text;
  return text
    .replace(VALUE_BELOW, before => `:${" ".repeat(before.length - 1)}`)
    .replace(WHOLE_LINES, line => blank(line, " "))
    .replace(ACTION, action => blank(action, "_"));
}

function blank(text: string, by: string): string {
  return text.replace(/[^\r\n]/g, by);
}

/** Whether the text has an action. */
export function hasAction(text: string): boolean {
  return text.includes("{{");
}

/** The value that an action as a whole stands for: `{{- toYaml .Values.env | nindent 12 }}`. */
export function valueNode(text: string, values: DataNode | null): DataNode | undefined {
  const path = /^\s*\{\{-?\s*(?:toYaml\s+)?\$?\.Values\.([\w.]+)\s*(?:\|[^}]*)?\}\}\s*$/.exec(text)?.[1];
  return path === undefined ? undefined : at(values, ...path.split("."));
}

/** A text with its actions replaced by values and defaults; `unknown` stands for each that only a release knows. */
export function fillTemplate(text: string, values: DataNode | null, unknown: string | null): string | null {
  let isKnown = true;
  const filled = text.replace(ACTION, action => {
    const value = evaluate(action, values);
    if (value === null && unknown === null) isKnown = false;
    return value ?? unknown ?? "";
  });
  return isKnown ? filled : null;
}

/** `.Values.a.b`, `default "x" .Values.a` and `.Values.a | default "x" | quote`; anything else is not known. */
function evaluate(action: string, values: DataNode | null): string | null {
  const [first = "", ...filters] = action
    .replace(/^\{\{-?|-?\}\}$/g, "")
    .split("|")
    .map(part => part.trim());
  const ahead = /^default\s+("[^"]*"|[\w.]+)\s+(\S+)$/.exec(first);
  const behind = filters.map(filter => /^default\s+("[^"]*"|\d+)$/.exec(filter)?.[1]).find(Boolean);
  if (filters.some(filter => !/^(?:default\b.*|quote|squote|toString|int|trim)$/.test(filter))) return null;
  const path = /^\$?\.Values\.([\w.]+)$/.exec(ahead?.[2] ?? first)?.[1];
  const found = path === undefined ? undefined : asText(at(values, ...path.split(".")));
  const fallback = ahead?.[1] ?? behind;
  if (found !== undefined && found !== "") return found;
  return path !== undefined && fallback !== undefined && /^["\d]/.test(fallback) ? fallback.replace(/"/g, "") : null;
}
