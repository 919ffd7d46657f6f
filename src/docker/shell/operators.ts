import { isDigit, isNameCharacter } from "../spaces";

/** The offset of `=` where the word is an assignment, -1 else. */
export function assignmentEnd(text: string, start: number, end: number): number {
  let at = start;
  if (isDigit(text.charCodeAt(at))) return -1;
  while (at < end && isNameCharacter(text.charCodeAt(at))) at++;
  if (at === start || at >= end) return -1;
  if (text[at] === "[") {
    const close = text.indexOf("]", at);
    if (close === -1 || close >= end) return -1;
    at = close + 1;
  }
  if (text[at] === "+" && text[at + 1] === "=") return at + 1;
  return text[at] === "=" ? at : -1;
}

/** The redirection operator at `at`, null where none is. */
export function redirectionAt(text: string, at: number): string | null {
  const first = text[at];
  if (first === "&" && text[at + 1] === ">") return text[at + 2] === ">" ? "&>>" : "&>";
  if (first === "<") {
    if (text.startsWith("<<<", at)) return "<<<";
    if (text.startsWith("<<-", at)) return "<<-";
    const second = text[at + 1];
    return second === "<" || second === "&" || second === ">" ? `<${second}` : "<";
  }
  if (first === ">") {
    const second = text[at + 1];
    return second === ">" || second === "&" || second === "|" ? `>${second}` : ">";
  }
  return null;
}
