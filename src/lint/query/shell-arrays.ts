/** The place of the script in the words of a shell's call, behind `-c`; null without one. */
export function scriptIndex(words: readonly string[]): number | null {
  for (const [at, word] of words.entries()) {
    if (at === 0) continue;
    if (/^-[a-zA-Z]*c[a-zA-Z]*$/.test(word)) return at + 1 < words.length ? at + 1 : null;
    // `-o pipefail`, and options without `c`.
    if (!word.startsWith("-") && words[at - 1] !== "-o") return null;
  }
  return null;
}

/** True where a script reads what stands behind it, or only the name that `$0` is given stands there. */
export function readsArguments(script: string, rest: readonly string[]): boolean {
  return /\$(?:[\d@*#]|\{[\d@*#])/.test(script) || (rest.length === 1 && /^(?:--?|_|sh|bash)$/.test(rest[0] ?? ""));
}

/** The words behind a shell's `-c` as one text in quotes; null where joining could change what the shell reads. */
export function joinedWords(words: readonly string[]): string | null {
  return words.every(text => /^[\w@%+=:,./ -]+$/.test(text)) ? JSON.stringify(words.join(" ")) : null;
}
