import { sourceSpan } from "../../../docker/dockerfile/logical-text";
import { defineRule } from "../../define-rule";
import { replace, shorten, suggestion } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

/**
 * Whether a text that is no JSON array was meant as one: a shell's own `[` and `[[` stand apart from what they test, and have no commas. An
 * array in single quotes is told as such, and `[Net.Dns]::` is a type of PowerShell. Quotes that a word processor curled are no shell's.
 */
function isMeantAsJson(text: string, isCommand: boolean): boolean {
  if (/^\[\s*(?:"(?:[^"\\]|\\.)*"\s*,|"[^"\]]{0,200}[“”]\s*,|[“”‘’])/.test(text) || text.startsWith('[["')) return true;
  if (isCommand && UNTESTABLE.test(text)) return true;
  return isCommand ? /^\[[^\s['\]]/.test(text) && !/^\[[\w.]+\]::/.test(text) : text.startsWith('["');
}

/** What a shell's `[` always refuses: a test without its end, and two texts of which neither is an operator. */
const UNTESTABLE = /^\[\s+(?:[^\]]*$|"[^"\\$!(-][^"\\$]*"\s+"[^"\\$=!<>-][^"\\$]*")/;

/** The array with what it lacks at its end, null where it lacks something else. */
function closed(text: string): string | null {
  const whole = `${text.trimEnd()}]`;
  try {
    const items: unknown = JSON.parse(whole);
    return Array.isArray(items) && items.every(item => typeof item === "string") ? whole : null;
  } catch {
    return null;
  }
}

export const rule = defineRule({
  target: "dockerfile",
  id: "broken-json",
  code: "DD1164",
  severity: "error",
  mirrors: ["JSONArgsRecommended", "DL3025"],
  what: "A JSON array that is not closed, lacks a comma, or has words without quotes.",
  why: "It is taken as plain text, brackets and quotes included, so the program or the file is not found.",
  todo: "Write every word in double quotes, with a comma between, and close the bracket.",
  bad: 'FROM python:3.13-slim\nCMD «["python", "app.py"»\n',
  good: 'FROM python:3.13-slim\nCMD ["python", "app.py"]\n',
  check: context => {
    const nested = new Set(
      context.file.problems.flatMap(({ code, span }) => (code === "nested-json" ? span.start : [])),
    );
    for (const instruction of instructionsOf(
      context,
      "ADD",
      "CMD",
      "COPY",
      "ENTRYPOINT",
      "HEALTHCHECK",
      "RUN",
      "VOLUME",
    )) {
      const { kind, json, heredocs } = instruction;
      const body = kind === "HEALTHCHECK" ? instruction.command : instruction.body;
      if (json !== null || body === null || !body.text.startsWith("[")) continue;
      if (heredocs.length > 0 || nested.has(instruction.bodySpan.start)) continue;
      const isCommand = kind !== "ADD" && kind !== "COPY" && kind !== "VOLUME";
      if (!isMeantAsJson(body.text, isCommand)) continue;
      const span = sourceSpan(body, 0, body.text.trimEnd().length);
      const first = body.text.split(/\s/, 1)[0] ?? "";
      const written = context.text.slice(span.start, span.end) === body.text.trimEnd() ? closed(body.text) : null;
      const lack = closed(body.text) === null ? "Mend the quotes and commas." : "Close the bracket.";
      context.report(
        span,
        isCommand
          ? `This is no JSON array, so a shell ${first === "[" ? "takes it for a test, which fails" : `looks for a program \`${shorten(first, 20)}\` and finds none`}. ${lack}`
          : `This is no JSON array, so \`${shorten(first, 20)}\` is taken as a path. ${lack}`,
        {
          mirrors: kind === "CMD" || kind === "ENTRYPOINT" ? ["JSONArgsRecommended", "DL3025"] : [],
          fixes: written === null ? [] : [suggestion("Close the Bracket", replace(span, written))],
        },
      );
    }
  },
});
