/** Paths of a build context as the builder's patterns name them: in .dockerignore files and as sources of COPY and ADD. */

export type PatternToken =
  | { readonly kind: "text"; readonly text: string }
  /** `?`: one character but `/`. */
  | { readonly kind: "one" }
  /** `*`: any characters but `/`. */
  | { readonly kind: "star" }
  /** `**` before something: nothing, or anything that ends in `/`. */
  | { readonly kind: "folders" }
  /** `**` at the end, or at the very beginning before a name's rest: anything. */
  | { readonly kind: "all" }
  | { readonly kind: "class"; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] };

/** Reads a pattern of Go's `filepath.Match`, and moby/patternmatcher's `**`. Any text is a pattern. */
export function readPathPattern(pattern: string): readonly PatternToken[] {
  const tokens: PatternToken[] = [];
  let literal = "";
  const flush = (): void => {
    if (literal !== "") tokens.push({ kind: "text", text: literal });
    literal = "";
  };
  // `**name` without further wildcards matches any end of a path, not only whole names (patternmatcher, suffixMatch).
  const isSuffix = pattern.startsWith("**") && !/[*?[\]\\]/.test(pattern.slice(2));
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? "";
    if (character === "*" && pattern[at + 1] === "*") {
      flush();
      at++;
      const slash = pattern[at + 1] === "/";
      if (slash) at++;
      const last = at + 1 >= pattern.length;
      tokens.push({ kind: last || (isSuffix && !slash) ? "all" : "folders" });
    } else if (character === "*") {
      flush();
      tokens.push({ kind: "star" });
    } else if (character === "?") {
      flush();
      tokens.push({ kind: "one" });
    } else if (character === "\\") {
      at++;
      literal += pattern[at] ?? "";
    } else if (character === "[") {
      const close = pattern.indexOf("]", at + 2);
      if (close === -1) literal += character;
      else {
        flush();
        tokens.push(readClass(pattern.slice(at + 1, close)));
        at = close;
      }
    } else {
      literal += character;
    }
  }
  flush();
  return tokens;
}

function readClass(body: string): PatternToken {
  const negated = body.startsWith("^");
  const text = negated ? body.slice(1) : body;
  const ranges: [string, string][] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "\\") at++;
    const low = text[at] ?? "";
    if (text[at + 1] === "-" && at + 2 < text.length) {
      ranges.push([low, text[at + 2] ?? ""]);
      at += 2;
    } else {
      ranges.push([low, low]);
    }
  }
  return { kind: "class", negated, ranges };
}

/** True where the whole `path` (relative, with `/`) matches. Linear in pattern times path, whatever they are. */
export function matchesPath(tokens: readonly PatternToken[], path: string): boolean {
  // Most patterns have nothing to do with most paths, and every rule asks for every file.
  if (tokens.some(token => token.kind === "text" && !path.includes(token.text))) return false;
  // `reached` holds the offsets of `path` that the tokens so far can end at.
  let reached: ReadonlySet<number> = new Set([0]);
  for (const token of tokens) {
    reached = step(token, path, reached);
    if (reached.size === 0) return false;
  }
  return reached.has(path.length);
}

/** The offsets that one token can end at, from those in `reached`, of which there is at least one. */
function step(token: PatternToken, path: string, reached: ReadonlySet<number>): ReadonlySet<number> {
  const next = new Set<number>();
  switch (token.kind) {
    case "text":
      for (const at of reached) if (path.startsWith(token.text, at)) next.add(at + token.text.length);
      break;
    case "one":
    case "class":
      for (const at of reached) if (at < path.length && isOne(token, path[at] ?? "")) next.add(at + 1);
      break;
    case "star":
      for (const at of reached) {
        for (let end = at; !next.has(end); end++) {
          next.add(end);
          if (end >= path.length || path[end] === "/") break;
        }
      }
      break;
    case "folders":
      for (const at of reached) next.add(at);
      for (let at = path.indexOf("/", Math.min(...reached)); at !== -1; at = path.indexOf("/", at + 1))
        next.add(at + 1);
      break;
    case "all":
      for (let end = Math.min(...reached); end <= path.length; end++) next.add(end);
      break;
  }
  return next;
}

function isOne(token: Extract<PatternToken, { kind: "one" | "class" }>, character: string): boolean {
  if (character === "/" || token.kind === "one") return character !== "/";
  const inside = token.ranges.some(([low, high]) => low <= character && character <= high);
  return inside !== token.negated;
}
