import { readLine, skipSpaces } from "./lines";
import { isDigit, isLetter, isSpace } from "../spaces";
import type { Directive, EscapeCharacter, SyntaxProblem } from "./types";

export interface DirectiveBlock {
  readonly directives: readonly Directive[];
  readonly escape: EscapeCharacter;
  readonly problems: readonly SyntaxProblem[];
  /** Where the first line after the directives begins. */
  readonly end: number;
}

/** Reads the directives at the top: they end at the first line that is none (BuildKit, parser/directives.go). */
export function readDirectives(text: string, start: number): DirectiveBlock {
  const directives: Directive[] = [];
  const problems: SyntaxProblem[] = [];
  let escape: EscapeCharacter = "\\";
  let at = start;
  while (at < text.length) {
    const line = readLine(text, at);
    const directive = readDirective(text, line.start, line.end);
    if (directive === null) break;
    if (directives.some(earlier => earlier.name === directive.name)) {
      problems.push({
        code: "duplicate-directive",
        message: `only one ${directive.name} parser directive can be used`,
        span: directive.nameSpan,
      });
    } else if (directive.name === "escape") {
      if (directive.value === "\\" || directive.value === "`") escape = directive.value;
      else {
        problems.push({
          code: "invalid-escape",
          message: `invalid escape token ${directive.value}`,
          span: directive.valueSpan,
        });
      }
    }
    directives.push(directive);
    at = line.next;
  }
  return { directives, escape, problems, end: at };
}

function readDirective(text: string, start: number, end: number): Directive | null {
  const hash = skipSpaces(text, start, end);
  if (text[hash] !== "#") return null;
  const nameStart = skipSpaces(text, hash + 1, end);
  if (nameStart >= end || !isLetter(text.charCodeAt(nameStart))) return null;
  let nameEnd = nameStart;
  while (nameEnd < end && (isLetter(text.charCodeAt(nameEnd)) || isDigit(text.charCodeAt(nameEnd)))) nameEnd++;
  const name = text.slice(nameStart, nameEnd).toLowerCase();
  if (name !== "escape" && name !== "syntax" && name !== "check") return null;
  const equals = skipSpaces(text, nameEnd, end);
  if (text[equals] !== "=") return null;
  if (equals + 1 >= end) return null;
  let valueStart = skipSpaces(text, equals + 1, end);
  let valueEnd = end;
  while (valueEnd > valueStart && isSpace(text.charCodeAt(valueEnd - 1))) valueEnd--;
  // Blanks alone are a value of one blank to BuildKit, and a wrong one.
  if (valueEnd === valueStart) valueStart = equals + 1;
  return {
    name,
    value: text.slice(valueStart, valueEnd),
    span: { start: hash, end: valueEnd },
    nameSpan: { start: nameStart, end: nameEnd },
    valueSpan: { start: valueStart, end: valueEnd },
  };
}
