/** Words whose variables were replaced by what is known of them. */
export interface Expanded {
  readonly words: readonly string[];
  /** Variables that neither have a known value nor a default. */
  readonly open: readonly string[];
}

const MAXIMUM_DEPTH = 5;

/**
 * Replaces `$X`, `${X}`, `${X:-default}` and `${X-default}` by known values and defaults (POSIX shell, 2.6.2). `$$` is
 * Compose's escaped dollar. A variable that expands to several words (`$OPTIONS`) becomes several words, none where it
 * is empty, as an unquoted expansion does.
 */
export function expandWords(words: readonly string[], variables: ReadonlyMap<string, string>): Expanded {
  const open = new Set<string>();
  const out = words.flatMap(written => {
    // What stands in the folder that the command runs in needs no path.
    const word = written.replace(/^(?:\$\(pwd\)|`pwd`|\$PWD|\$\{PWD\})\//, "");
    const text = expandText(word, variables, open, 0);
    // What a command prints (`$(nproc)`) is no list of words.
    if (text === word || !word.startsWith("$") || text.includes("$(")) return [text];
    return text.split(/\s+/).filter(part => part !== "");
  });
  return { words: out, open: [...open] };
}

/** Replaces the variables of one text; names without a value are added to `open` and stay as written. */
export function expandText(
  text: string,
  variables: ReadonlyMap<string, string>,
  open: Set<string> = new Set(),
  depth = 0,
): string {
  /** What stands for a name: its own value, else its default, else what was written. */
  const valueOf = (name: string, written: string, fallback: string | null = null): string => {
    const value = variables.get(name);
    const isOpen = depth >= MAXIMUM_DEPTH;
    // `${X-default}` and `$X`: with the braces a value that is empty gives way to the default.
    if (value !== undefined && (value !== "" || !written.startsWith("${")) && !isOpen)
      return expandText(value, withoutName(variables, name), open, depth + 1);
    if (fallback !== null && !isOpen) return expandText(unquote(fallback), variables, open, depth + 1);
    open.add(name);
    return written;
  };
  let out = "";
  for (let at = 0; at < text.length;) {
    const dollar = text.indexOf("$", at);
    if (dollar === -1) return out + text.slice(at);
    out += text.slice(at, dollar);
    const next = text[dollar + 1] ?? "";
    const name = /^[A-Za-z_]\w*/.exec(text.slice(dollar + 1, dollar + 200))?.[0];
    if (next === "$") {
      // `$$NAME` in Compose reaches the shell as `$NAME`.
      at = dollar + 1;
    } else if (next === "{") {
      const close = closingBrace(text, dollar + 2);
      if (close === -1) return out + text.slice(dollar);
      const inner = text.slice(dollar + 2, close);
      const braced = /^\w+/.exec(inner)?.[0] ?? "";
      const rest = inner.slice(braced.length);
      const fallback = /^:?[-=]/.test(rest) ? rest.replace(/^:?[-=]/, "") : null;
      out += valueOf(braced === "" ? inner : braced, text.slice(dollar, close + 1), fallback);
      at = close + 1;
    } else if (name !== undefined) {
      out += valueOf(name, `$${name}`);
      at = dollar + 1 + name.length;
    } else if (next !== "" && "@*0123456789".includes(next)) {
      // A script's own parameter, where it is known how the script is called.
      const parameter = variables.get(next);
      if (parameter === undefined) open.add(next);
      out += parameter ?? `$${next}`;
      at = dollar + 2;
    } else {
      out += "$";
      at = dollar + 1;
    }
  }
  return out;
}

function withoutName(variables: ReadonlyMap<string, string>, name: string): ReadonlyMap<string, string> {
  const rest = new Map(variables);
  rest.delete(name);
  return rest;
}

function unquote(text: string): string {
  return /^(["']).*\1$/s.test(text) ? text.slice(1, -1) : text;
}

function closingBrace(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  return -1;
}
