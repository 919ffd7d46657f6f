import { lineEndOf } from "../../../docker/line-map";
import { sourceSpan } from "../../../docker/dockerfile/logical-text";
import type { Instruction } from "../../../docker/dockerfile/types";
import type { Severity } from "../../../model/finding";
import { defineRule } from "../../define-rule";
import { insert, lineStartOf, removeWithBlanks, shorten, suggestion } from "../../query/fixing";
import { isSecretName } from "../../../workspace/mask";
import { instructionsOf } from "../../query/stages";

interface Consequence {
  readonly severity: Severity;
  readonly message: (value: string) => string;
}

const MISSING_SOURCE: Consequence = {
  severity: "error",
  message: () => "Each of these words is a path, so the build looks for a file `#` and stops.",
};

/** What becomes of the words, as the engine has it. Other instructions refuse them, which their own rules say. */
const CONSEQUENCES: Partial<Record<Instruction["kind"], Consequence>> = {
  ADD: MISSING_SOURCE,
  ARG: { severity: "info", message: () => "Each of these words becomes a build argument of its own." },
  COPY: MISSING_SOURCE,
  ENV: { severity: "warning", message: value => `The value is \`${value}\`, with the comment in it.` },
  USER: {
    severity: "error",
    message: value => `A user \`${value}\` is looked for and not found, so nothing starts.`,
  },
  VOLUME: { severity: "warning", message: () => "Each of these words becomes a volume of its own." },
  WORKDIR: { severity: "warning", message: value => `The folder is called \`${value}\`.` },
};

/** Where a comment seems to begin behind arguments: a `#` after blanks and outside quotes, -1 without. */
function commentStart(text: string, escape: string): number {
  let quote = "";
  let isAfterBlank = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "#" && isAfterBlank && quote === "") return at;
    isAfterBlank = /\s/.test(character);
    if (character === escape) at++;
    else if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
  }
  return -1;
}

/** `#name#` is a file that an editor keeps beside the one that is open. */
function isComment(text: string): boolean {
  return !/^#\w\S*#(?:\s|$)/.test(text);
}

export const rule = defineRule({
  target: "dockerfile",
  id: "trailing-comment",
  code: "DD1167",
  severity: "warning",
  mirrors: [],
  what: "A comment behind the arguments of an instruction.",
  why: "Only a line that begins with `#` is a comment; behind arguments the words are taken as more of them.",
  todo: "Write the comment on a line of its own.",
  bad: "FROM python:3.13-slim\nWORKDIR /app «# the application»\n",
  good: "FROM python:3.13-slim\n# the application\nWORKDIR /app\n",
  check: context => {
    for (const instruction of instructionsOf(context, "ADD", "ARG", "COPY", "ENV", "USER", "VOLUME", "WORKDIR")) {
      const { body, kind } = instruction;
      const consequence = CONSEQUENCES[kind];
      // What begins with a bracket was meant as JSON, and `name=value # words` stops the build: other rules say so.
      if (consequence === undefined || body.text.startsWith("[")) continue;
      if (kind === "ENV" && /^\S*=/.test(body.text)) continue;
      const start = commentStart(body.text, context.file.escape);
      if (start === -1 || !isComment(body.text.slice(start))) continue;
      const span = sourceSpan(body, start, body.text.trimEnd().length);
      const value = shorten(kind === "ENV" ? body.text.replace(/^\S+\s+/, "") : body.text);
      const isSecret = kind === "ENV" && isSecretName(/^\S+/.exec(body.text)?.[0] ?? "");
      const left = body.text.slice(0, start).trim().split(/\s+/).length;
      // Two words are the least that these three take: without them the fix would break what it mends.
      const isEnough = left >= 2 || (kind !== "ADD" && kind !== "COPY" && kind !== "ENV");
      const isWhole = isEnough && body.starts.length === 1 && instruction.heredocs.length === 0;
      const comment = context.text.slice(span.start, span.end);
      context.report(span, `${consequence.message(isSecret ? "…" : value)} Write the comment on a line of its own.`, {
        severity: consequence.severity,
        fixes: isWhole
          ? [
              suggestion(
                "Move the Comment to its Own Line",
                insert(lineStartOf(context, instruction), `${comment}${lineEndOf(context.text)}`),
                removeWithBlanks(context.text, span),
              ),
            ]
          : [],
      });
    }
  },
});
