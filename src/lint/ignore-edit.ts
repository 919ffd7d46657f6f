import { lineIndexOf, lineStarts } from "../docker/line-map";
import type { Finding, Language, TextEdit } from "../model/finding";
import { readDockerfileView } from "./dockerfile-view";
import { instructionAt } from "./ignore";

export type IgnoreScope = "line" | "file";

/**
 * The comment that silences a finding's rule at its place or in its file, in the syntax that the file already uses. An ignore that stands there
 * takes the rule in instead of a second comment.
 */
export function ignoreEdit(text: string, language: Language, finding: Finding, scope: IgnoreScope): TextEdit {
  const starts = lineStarts(text);
  const names = language === "dockerfile" ? namesFor(text, finding) : { tool: "drydock", code: finding.rule };
  const line = scope === "line" ? lineToComment(text, language, finding, starts) : null;
  const keyword = line === null ? "global ignore" : "ignore";
  const at = line ?? topLine(text, language, starts);
  const known = existing(text, starts, at, `${names.tool} ${keyword}`, line === null);
  if (known !== null) return { path: finding.path, span: { start: known, end: known }, text: `,${names.code}` };
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const from = starts[at] ?? text.length;
  const start = from === 0 && text.startsWith("\uFEFF") ? 1 : from;
  const indent = line === null ? "" : (/^[ \t]*/.exec(text.slice(start))?.[0] ?? "");
  const comment = `${indent}# ${names.tool} ${keyword}=${names.code}${lineEnd}`;
  const isBehindLast = start === text.length && start > 0 && !text.endsWith("\n");
  return { path: finding.path, span: { start, end: start }, text: isBehindLast ? lineEnd + comment : comment };
}

/** hadolint's words where the file speaks to hadolint and hadolint knows the rule, else ours. */
function namesFor(text: string, finding: Finding): { readonly tool: string; readonly code: string } {
  const code = finding.mirrors.find(each => /^(?:DL|SC)\d+$/.test(each));
  return code !== undefined && /^[ \t]*#\s*hadolint\s/m.test(text)
    ? { tool: "hadolint", code }
    : { tool: "drydock", code: finding.rule };
}

/** The 0-based line that the comment goes above; null where a comment there could silence nothing. */
function lineToComment(text: string, language: Language, finding: Finding, starts: readonly number[]): number | null {
  if (language === "compose") return outsideBlockScalar(text, starts, lineIndexOf(starts, finding.span.start));
  const instruction = instructionAt(readDockerfileView(finding.path, text), finding.span.start);
  return instruction === null ? null : lineIndexOf(starts, instruction.span.start);
}

/** Lines of `key: |` are content, where a comment would be part of the text: it goes above the key. */
function outsideBlockScalar(text: string, starts: readonly number[], line: number): number {
  let result = line;
  let indent = indentOf(text, starts, line);
  for (let index = line - 1; index >= 0 && indent > 0; index--) {
    const content = text.slice(starts[index], starts[index + 1] ?? text.length).trimEnd();
    const own = content.length - content.trimStart().length;
    if (content.trim() === "" || own >= indent) continue;
    indent = own;
    if (/(?:^|[\s:-])[|>][+-]?\d?[+-]?(?:\s+#.*)?$/.test(content)) result = index;
  }
  return result;
}

function indentOf(text: string, starts: readonly number[], line: number): number {
  const content = text.slice(starts[line], starts[line + 1] ?? text.length);
  return content.length - content.trimStart().length;
}

/** The first line that is no parser directive. */
function topLine(text: string, language: Language, starts: readonly number[]): number {
  if (language === "compose") return 0;
  const last = readDockerfileView("Dockerfile", text).file.directives.at(-1);
  return last === undefined ? 0 : lineIndexOf(starts, last.span.end) + 1;
}

/** The end of the codes of a comment that already silences here: on the line above, or at the line itself for the whole file. */
function existing(text: string, starts: readonly number[], at: number, words: string, isFile: boolean): number | null {
  const index = isFile ? at : at - 1;
  const start = starts[index];
  if (start === undefined) return null;
  const line = text.slice(start, starts[index + 1] ?? text.length);
  const [tool, ...rest] = words.split(" ");
  const match = new RegExp(
    `^\\uFEFF?[ \\t]*#\\s*${tool ?? ""}\\s+${rest.join("\\s+")}\\s*=\\s*[\\w-]+(?:\\s*,\\s*[\\w-]+)*`,
  ).exec(line);
  return match === null ? null : start + match[0].length;
}
