import type { Span } from "../../model/place";
import { blockTags, expressionIn, isInTemplateFolder, mayHoldMarks, placeholderIn } from "../template-marks";
import type { Dockerfile, Instruction } from "./types";

/**
 * Where a file shows that it is a template, from which the Dockerfile is yet to be made; null for a Dockerfile. Marks count only where
 * no Dockerfile can have them: shell commands, texts and heredocs may hold templates of their own.
 */
export function templateMark(file: Dockerfile, path: string): Span | null {
  const { text } = file;
  if (!mayHoldMarks(text)) return null;
  for (const instruction of file.instructions) {
    const mark = markOf(instruction, text);
    if (mark !== null) return mark;
  }
  const tag = blockTags(text).find(each => !isInHeredoc(file, each.start));
  if (tag !== undefined) return tag;
  return isInTemplateFolder(path) ? expressionIn(text) : null;
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
      const mark = placeholderIn(instruction.keyword, keywordSpan.start);
      return mark?.start === keywordSpan.start ? mark : null;
    }
    default:
      return null;
  }
}

function isInHeredoc(file: Dockerfile, offset: number): boolean {
  return file.instructions.some(({ heredocs }) =>
    heredocs.some(({ bodySpan }) => offset >= bodySpan.start && offset < bodySpan.end),
  );
}
