import type { Span } from "../../model/place";
import {
  blockTags,
  expressionIn,
  isBesideTemplates,
  isInTemplateFolder,
  mayHoldMarks,
  namedPlaceholderIn,
  placeholderIn,
} from "../template-marks";
import type { Dockerfile, Instruction } from "./types";

/**
 * Where a file shows that it is a template, from which the Dockerfile is yet to be made; null for a Dockerfile. Marks count only where
 * no Dockerfile can have them: shell commands, texts and heredocs may hold templates of their own.
 */
export function templateMark(file: Dockerfile, path: string): Span | null {
  const { text } = file;
  const part = partMark(file, path);
  if (part !== null) return part;
  if (!mayHoldMarks(text)) return null;
  for (const instruction of file.instructions) {
    const mark = markOf(instruction, text);
    if (mark !== null) return mark;
  }
  const tag = blockTags(text).find(each => !isInHeredoc(file, each.start));
  if (tag !== undefined) return tag;
  return isInTemplateFolder(path) ? expressionIn(text) : null;
}

/** Of a file that begins with no image: a part that a tool puts into another one, by its folder or by what it has yet to fill in. */
function partMark(file: Dockerfile, path: string): Span | null {
  const [first] = file.instructions;
  if (first === undefined || file.instructions.some(({ kind }) => kind === "FROM")) return null;
  return expressionIn(file.text) ?? (isBesideTemplates(path) ? first.keywordSpan : null);
}

function markOf(instruction: Instruction, text: string): Span | null {
  const { kind, bodySpan, keywordSpan } = instruction;
  switch (kind) {
    case "FROM":
    case "EXPOSE":
    case "STOPSIGNAL":
    case "USER":
      return placeholderIn(text.slice(bodySpan.start, bodySpan.end), bodySpan.start);
    case "UNKNOWN": {
      if (VARIABLE_LINE.test(text.slice(instruction.span.start, instruction.span.end))) return keywordSpan;
      const mark = placeholderIn(instruction.keyword, keywordSpan.start);
      return mark?.start === keywordSpan.start ? mark : null;
    }
    case "ENV":
    case "ARG":
    case "LABEL":
    case "WORKDIR":
    case "VOLUME":
    case "COPY":
    case "ADD":
      return namedPlaceholderIn(text.slice(bodySpan.start, bodySpan.end), bodySpan.start);
    default:
      return null;
  }
}

/** A line that is a variable and nothing else: no build expands it, so another tool (envsubst) puts instructions there. */
const VARIABLE_LINE = /^\$(?:\{\w+\}|[A-Za-z_]\w*)$/;

function isInHeredoc(file: Dockerfile, offset: number): boolean {
  return file.instructions.some(({ heredocs }) =>
    heredocs.some(({ bodySpan }) => offset >= bodySpan.start && offset < bodySpan.end),
  );
}
