const MAX_LENGTH = 200;

/** The first sentence of a docstring's first paragraph, on one line; null where it says nothing. */
export function firstSentence(docstring: string): string | null {
  const paragraph =
    docstring
      .slice(0, 1200)
      .trim()
      .split(/\n[ \t]*\n/, 1)[0] ?? "";
  const text = paragraph.split(/\s+/).join(" ");
  const end = sentenceEnd(text);
  const sentence = text.slice(0, end).trim();
  if (!/[\p{L}\p{N}]/u.test(sentence)) return null;
  return sentence.length > MAX_LENGTH ? `${sentence.slice(0, MAX_LENGTH - 1)}…` : sentence;
}

/** Offset after the stop of the first sentence; a stop inside a word (`manage.py`, `e.g.`) is none. */
function sentenceEnd(text: string): number {
  for (let at = text.indexOf(". "); at >= 0; at = text.indexOf(". ", at + 1)) {
    const next = text[at + 2] ?? "";
    if (next !== next.toLowerCase() && !/(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf)$/.test(text.slice(0, at))) return at + 1;
  }
  return text.length;
}
