import { defineRule } from "../../define-rule";
import { replace, safeFix } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

/** The array in double quotes, null where the text is no array of single-quoted strings. */
function withDoubleQuotes(text: string): string | null {
  if (!text.startsWith("[") || !text.endsWith("]") || !text.includes("'")) return null;
  const items: string[] = [];
  let at = 1;
  for (;;) {
    while (" \t,".includes(text[at] ?? "x")) at++;
    if (at >= text.length - 1) return items.length === 0 ? null : `[${items.join(", ")}]`;
    const quote = text[at];
    if (quote !== "'" && quote !== '"') return null;
    const close = text.indexOf(quote, at + 1);
    // Strings that touch are one word to a shell, and an escape of a quote elsewhere.
    if (close === -1 || !/[\s,\]]/.test(text[close + 1] ?? "")) return null;
    items.push(JSON.stringify(text.slice(at + 1, close)));
    at = close + 1;
  }
}

export const rule = defineRule({
  target: "dockerfile",
  id: "single-quoted-json",
  code: "DD1011",
  severity: "warning",
  mirrors: ["JSON_IN_SINGLE_QUOTES"],
  what: "A JSON array with single quotes.",
  why: "It is no JSON, so the brackets and quotes are handed to the shell as text and the command is not found.",
  todo: "Use double quotes.",
  bad: "FROM python:3.13-slim\nCMD «['python', 'app.py']»\n",
  good: 'FROM python:3.13-slim\nCMD ["python", "app.py"]\n',
  check: context => {
    for (const instruction of instructionsOf(context, "ADD", "CMD", "COPY", "ENTRYPOINT", "RUN", "SHELL", "VOLUME")) {
      if (instruction.json !== null) continue;
      const written = withDoubleQuotes(instruction.body.text);
      if (written === null) continue;
      context.report(
        instruction.bodySpan,
        "Single quotes make this text for the shell, not a JSON array, so it fails at run time. Use double quotes.",
        { fixes: [safeFix("Use Double Quotes", replace(instruction.bodySpan, written))] },
      );
    }
  },
});
