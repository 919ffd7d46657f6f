/** The part of a shell script that runs for one value of its first argument. */
export interface CaseBranch {
  /** Whether the command at an offset runs: in the branch, in a function that it calls, or outside of both. */
  holds(offset: number): boolean;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the branch of `case "$1" in` that fits a word, with the functions that it calls. Null where the script has no such
 * case or none of its labels fits.
 */
export function caseBranch(text: string, word: string): CaseBranch | null {
  const header = /\bcase\s+["']?\$\{?1(?:[:}][^\s]*)?["']?\s+in\b/.exec(text);
  if (!header) return null;
  const start = header.index + header[0].length;
  const end = endOfCase(text, start);
  const arm = armsOf(text, start, end).find(({ labels }) => labels.some(label => fits(label, word)));
  if (!arm) return null;
  const functions = functionsOf(text);
  const called = calledBy(text, arm, functions);
  return {
    holds: offset => {
      if (offset >= header.index && offset < end) return offset >= arm.start && offset < arm.end;
      const owner = functions.find(range => offset >= range.start && offset < range.end);
      return owner === undefined || called.has(owner.name);
    },
  };
}

function fits(label: string, word: string): boolean {
  if (label === "*") return true;
  return label.endsWith("*") ? word.startsWith(label.slice(0, -1)) : label === word;
}

function endOfCase(text: string, start: number): number {
  let depth = 1;
  for (const match of text.slice(start).matchAll(/^[ \t]*(?:case\b|esac\b)|;[ \t]*esac\b/gm)) {
    depth += match[0].includes("esac") ? -1 : 1;
    if (depth === 0) return start + match.index;
  }
  return text.length;
}

/** Each arm begins with its labels (`worker | celery)`) at the beginning of a line, and ends with `;;`. */
function armsOf(text: string, start: number, end: number): readonly (Range & { readonly labels: readonly string[] })[] {
  const arms: (Range & { labels: readonly string[] })[] = [];
  for (let at = start; at < end;) {
    const match = /^\s*\(?\s*([^\s()#;][^()\n;]*)\)/.exec(text.slice(at, end));
    if (!match) {
      const line = text.indexOf("\n", at);
      if (line < 0 || line >= end) break;
      at = line + 1;
      continue;
    }
    const body = at + match[0].length;
    const close = text.indexOf(";;", body);
    const stop = close < 0 || close > end ? end : close;
    const labels = (match[1] ?? "").split("|").map(label => label.trim().replace(/^["']|["']$/g, ""));
    arms.push({ labels, start: body, end: stop });
    at = stop + 2;
  }
  return arms;
}

function functionsOf(text: string): readonly (Range & { readonly name: string })[] {
  const found: (Range & { name: string })[] = [];
  for (const match of text.matchAll(/^(?:function[ \t]+)?([A-Za-z_][\w-]*)[ \t]*\(\)[ \t]*\n?[ \t]*\{/gm)) {
    const close = text.indexOf("\n}", match.index);
    found.push({ name: match[1] ?? "", start: match.index, end: close < 0 ? text.length : close + 2 });
  }
  return found;
}

/** Names of the functions that an arm calls, and those that these call. */
function calledBy(
  text: string,
  arm: Range,
  functions: readonly (Range & { readonly name: string })[],
): ReadonlySet<string> {
  const called = new Set<string>();
  const waiting: Range[] = [arm];
  for (let range = waiting.pop(); range !== undefined; range = waiting.pop()) {
    const body = text.slice(range.start, range.end);
    for (const candidate of functions) {
      if (called.has(candidate.name) || candidate.start === range.start) continue;
      const isCalled = body.split(/\n|;|&&|\|\|/).some(
        line =>
          line
            .trim()
            .replace(/^exec\s+/, "")
            .split(/\s/, 1)[0] === candidate.name,
      );
      if (!isCalled) continue;
      called.add(candidate.name);
      waiting.push(candidate);
    }
  }
  return called;
}
