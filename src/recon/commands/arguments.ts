/** Command-line arguments told apart: words that stand for themselves and options with their values. */
export interface Arguments {
  readonly positionals: readonly string[];
  /** Last value of each option by its name as written (`--bind`, `-b`); flags have "". */
  readonly options: ReadonlyMap<string, string>;
}

/** Splits arguments; every option that is not in `flags` takes the next word as its value. */
export function parseArguments(words: readonly string[], flags: ReadonlySet<string>): Arguments {
  const positionals: string[] = [];
  const options = new Map<string, string>();
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "--") {
      positionals.push(...words.slice(at + 1));
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      positionals.push(word);
      continue;
    }
    const equals = word.indexOf("=");
    if (equals > 0) {
      options.set(word.slice(0, equals), word.slice(equals + 1));
    } else if (flags.has(word)) {
      options.set(word, "");
    } else if (!word.startsWith("--") && word.length > 2 && !flags.has(word.slice(0, 2))) {
      options.set(word.slice(0, 2), word.slice(2));
    } else if (!word.startsWith("--") && word.length > 2) {
      for (const letter of word.slice(1)) options.set(`-${letter}`, "");
    } else {
      const next = words[at + 1];
      if (next === undefined || (next.startsWith("-") && next.length > 1 && !/^-\d/.test(next))) options.set(word, "");
      else {
        options.set(word, next);
        at++;
      }
    }
  }
  return { positionals, options };
}

/** The value of the first of several spellings of an option. */
export function optionOf({ options }: Arguments, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = options.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

export interface Address {
  readonly host: string | null;
  readonly port: number | null;
}

/** Reads `0.0.0.0:8000`, `:8000`, `[::]:8000`, `tcp://host:80`, `8000` or a host; `unix:` sockets have neither. */
export function parseAddress(text: string | undefined): Address {
  if (text === undefined || text === "" || text.startsWith("unix:") || text.startsWith("/"))
    return { host: null, port: null };
  const bare = text.replace(/^\w+:\/\//, "").replace(/\/.*$/, "");
  if (/^\d{2,5}$/.test(bare)) return { host: null, port: portOf(bare) };
  const match = /^(.*?):(\d{1,5})$/.exec(bare);
  if (match) return { host: match[1] === "" ? null : (match[1] ?? null), port: portOf(match[2]) };
  return { host: bare.startsWith("$") || bare.includes(":$") ? null : bare, port: null };
}

/** A TCP port from text, null where it is none. */
export function portOf(text: string | number | null | undefined): number | null {
  if (text === null || text === undefined || text === "") return null;
  const port = Number(text);
  return isPort(port) ? port : null;
}

export function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65536;
}
