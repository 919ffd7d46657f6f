/** A variable that a shell script takes from outside. */
export interface ShellVariable {
  readonly name: string;
  readonly offset: number;
  readonly default: string | null;
  readonly hasDefault: boolean;
  readonly required: boolean;
}

/** Set by every shell or by Docker, not by whoever runs the container. */
const SHELL_OWN =
  /^(?:HOME|PATH|PWD|OLDPWD|USER|UID|EUID|GID|SHELL|HOSTNAME|RANDOM|IFS|LANG|LC_\w+|TERM|SECONDS|LINENO|PPID|SHLVL|OPTARG|OPTIND|REPLY|BASH\w*|FUNCNAME|PIPESTATUS|OSTYPE|MACHTYPE|COLUMNS|LINES|PS[1-4]|TMPDIR|EOF|VIRTUAL_ENV|LOGNAME|EDITOR|DISPLAY)$/;

/**
 * Variables that a script reads and does not set itself: `$X`, `${X}`, `${X:-default}`, `${X:?message}`. Text in single
 * quotes and comments is passed over (POSIX shell, 2.2 and 2.6.2).
 */
export function shellVariables(text: string): readonly ShellVariable[] {
  const found = new Map<string, ShellVariable>();
  const assigned = assignedNames(text);
  for (const { name, offset, operator, word } of expansions(text)) {
    if (SHELL_OWN.test(name) || !/^[A-Z][A-Z0-9_]*$/.test(name)) continue;
    const set = assigned.get(name);
    // `X="${X:-default}"` sets the variable from itself, so it does come from outside.
    if (set !== undefined && set < offset && !(operator !== "" && set > lineStart(text, offset) - 1)) continue;
    const hasDefault = operator === "-" || operator === "=";
    const isLiteral = hasDefault && !/[$`]/.test(word);
    const known = found.get(name);
    if (known && (known.hasDefault || !hasDefault)) {
      if (operator === "?" && !known.required) found.set(name, { ...known, required: true });
      continue;
    }
    found.set(name, {
      name,
      offset: known?.offset ?? offset,
      default: isLiteral ? word.replace(/^(["'])(.*)\1$/, "$2") : null,
      hasDefault,
      required: operator === "?",
    });
  }
  return [...found.values()];
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** First offset at which each name is set: assignments, `read`, `for`, `local`. */
function assignedNames(text: string): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  const add = (name: string | undefined, offset: number): void => {
    if (name !== undefined && !names.has(name)) names.set(name, offset);
  };
  for (const match of text.matchAll(
    /(?:^|[;&|({\s])(?:export\s+|local\s+|readonly\s+|declare\s+(?:-\w+\s+)?)?([A-Za-z_]\w*)\+?=/gm,
  )) {
    add(match[1], match.index + match[0].length - 1 - (match[1]?.length ?? 0));
  }
  for (const match of text.matchAll(/\b(?:for|read|readarray|mapfile|getopts)[ \t]+([^\n;|&<]{1,200})/g)) {
    for (const word of (match[1] ?? "").split(/\s+/)) if (/^[A-Za-z_]\w*$/.test(word)) add(word, match.index);
  }
  return names;
}

interface Expansion {
  readonly name: string;
  readonly offset: number;
  /** `-`, `=`, `?` or `+` of `${X:-word}`, else "". */
  readonly operator: string;
  readonly word: string;
}

function* expansions(text: string): Generator<Expansion> {
  let isDouble = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? "";
    if (char === "\\") at++;
    else if (char === '"') isDouble = !isDouble;
    else if (char === "$") {
      const found = expansionAt(text, at);
      if (found === null) continue;
      yield found.expansion;
      // What is nested in a default is read too, so the walk goes on right after the name.
      at = found.end - 1;
    } else if (!isDouble) {
      const closing = char === "'" ? "'" : isComment(text, at) ? "\n" : null;
      if (closing === null) continue;
      const end = text.indexOf(closing, at + 1);
      if (end < 0) return;
      at = end;
    }
  }
}

function isComment(text: string, at: number): boolean {
  return text[at] === "#" && (at === 0 || /[\s;]/.test(text[at - 1] ?? ""));
}

/** `$X` or `${X:-word}` at a dollar, with the end of the name; null where no variable is named. */
function expansionAt(text: string, offset: number): { readonly expansion: Expansion; readonly end: number } | null {
  const isBraced = text[offset + 1] === "{";
  const start = offset + (isBraced ? 2 : 1);
  let end = start;
  while (/\w/.test(text[end] ?? "")) end++;
  const name = text.slice(start, end);
  if (name === "" || /^\d/.test(name)) return null;
  const rest = text[end] === ":" ? end + 1 : end;
  const operator = text[rest] ?? "";
  if (!isBraced || operator === "" || !"-=?+".includes(operator))
    return { expansion: { name, offset, operator: "", word: "" }, end };
  const word = text.slice(rest + 1, closingBrace(text, rest + 1));
  return { expansion: { name, offset, operator, word }, end };
}

function closingBrace(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length && at < from + 500; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && depth-- === 0) return at;
    else if (text[at] === "\n" && depth === 0) return at;
  }
  return Math.min(text.length, from + 500);
}
