/**
 * Whether the line at an offset stands in a `try`, an `except` or an `if` of its function: then the code has another way
 * when the import fails. Told by indentation, upwards to the function's own line.
 */
export function isGuardedLine(text: string, offset: number): boolean {
  let lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  let indent = indentOf(text, lineStart);
  while (lineStart > 0 && indent > 0) {
    const previousStart = text.lastIndexOf("\n", lineStart - 2) + 1;
    const line = text.slice(previousStart, lineStart - 1);
    const trimmed = line.trim();
    const own = indentOf(text, previousStart);
    lineStart = previousStart;
    if (trimmed === "" || trimmed.startsWith("#") || own >= indent) continue;
    indent = own;
    if (/^(?:try|except|else|finally|if|elif)\b/.test(trimmed)) return true;
    if (/^(?:async\s+)?def\b|^class\b/.test(trimmed)) return false;
  }
  return false;
}

function indentOf(text: string, lineStart: number): number {
  let at = lineStart;
  while (text[at] === " " || text[at] === "\t") at++;
  return at - lineStart;
}
