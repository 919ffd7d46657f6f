import type { ShellAssignment, ShellCommand, ShellWord } from "./types";

/** The last path segment of a command's first word, null for a dynamic one. */
export function commandName(word: ShellWord | undefined): string | null {
  if (word === undefined || word.value === null) return null;
  const slash = Math.max(word.value.lastIndexOf("/"), word.value.lastIndexOf("\\"));
  return word.value.slice(slash + 1);
}

/**
 * Commands that run the command in their arguments, with their options that take a value as the next word, and the number of
 * own arguments before the command (`timeout 5 curl`).
 */
const WRAPPERS: ReadonlyMap<string, { readonly valued: readonly string[]; readonly own?: number }> = new Map([
  ["sudo", { valued: ["-u", "-g", "-h", "-p", "-C", "-r", "-t", "-T", "-U", "-D", "-R", "--user", "--group"] }],
  ["doas", { valued: ["-u", "-C"] }],
  ["env", { valued: ["-u", "--unset", "-C", "--chdir", "-S", "--split-string"] }],
  ["exec", { valued: ["-a"] }],
  ["command", { valued: [] }],
  ["builtin", { valued: [] }],
  ["time", { valued: ["-f", "-o", "--format", "--output"] }],
  ["nice", { valued: ["-n", "--adjustment"] }],
  ["ionice", { valued: ["-c", "-n", "--class", "--classdata"] }],
  ["nohup", { valued: [] }],
  ["timeout", { valued: ["-s", "-k", "--signal", "--kill-after"], own: 1 }],
  ["xargs", { valued: ["-a", "-d", "-E", "-I", "-L", "-n", "-P", "-s"] }],
  ["gosu", { valued: [], own: 1 }],
  ["su-exec", { valued: [], own: 1 }],
  ["chroot", { valued: [], own: 1 }],
  ["stdbuf", { valued: ["-i", "-o", "-e"] }],
  ["eatmydata", { valued: [] }],
  ["fakeroot", { valued: [] }],
  ["busybox", { valued: [] }],
  ["tini", { valued: ["-p", "-e"] }],
  ["dumb-init", { valued: [] }],
]);

const SHELLS: ReadonlySet<string> = new Set(["sh", "bash", "ash", "dash", "zsh", "ksh", "mksh"]);

export function isShell(name: string): boolean {
  return SHELLS.has(name);
}

/** What a command runs: another command from word `at` on, or the script in word `at`. */
export type Inner =
  | { readonly kind: "command"; readonly at: number; readonly assignments: readonly ShellAssignment[] }
  | { readonly kind: "script"; readonly at: number };

/** Finds the command or script that `command` runs through `sudo`, `env`, `timeout`, `sh -c` and the like. */
export function unwrap(command: ShellCommand): Inner | null {
  const { name, words } = command;
  if (name === null) return null;
  if (SHELLS.has(name)) return scriptOf(words, "c");
  if (name === "su" || name === "runuser") return otherUser(words);
  if (name === "eval" && words.length === 2 && words[1]?.quoted === true) return { kind: "script", at: 1 };
  const wrapper = WRAPPERS.get(name);
  if (wrapper === undefined) return null;
  const assignments: ShellAssignment[] = [];
  let own = wrapper.own ?? 0;
  for (let at = 1; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const { text } = word;
    if (text.startsWith("-") && text.length > 1) {
      if (wrapper.valued.includes(text)) at++;
      continue;
    }
    const equals = text.indexOf("=");
    if ((name === "env" || name === "sudo") && equals > 0) {
      assignments.push({ name: text.slice(0, equals), value: assignedValue(word, equals), span: word.span });
      continue;
    }
    if (own > 0) {
      own--;
      continue;
    }
    return { kind: "command", at, assignments };
  }
  return null;
}

/** The command in the arguments of `outer`. */
export function innerCommand(outer: ShellCommand, inner: Extract<Inner, { readonly kind: "command" }>): ShellCommand {
  const words = outer.words.slice(inner.at);
  const start = words[0]?.span.start ?? outer.span.start;
  return {
    ...outer,
    words,
    name: commandName(words[0]),
    arguments: words.slice(1),
    assignments: [...outer.assignments, ...inner.assignments],
    span: { start, end: Math.max(start, words.at(-1)?.span.end ?? start) },
    wrapper: outer,
  };
}

function assignedValue(word: ShellWord, equals: number): ShellWord {
  return {
    ...word,
    raw: word.raw.slice(equals + 1),
    text: word.text.slice(equals + 1),
    value: word.value === null ? null : word.value.slice(equals + 1),
  };
}

/** Options of su and runuser that take the next word (util-linux, su(1) and runuser(1)). */
const USER_VALUED: ReadonlySet<string> = new Set(["-s", "--shell", "-g", "--group", "-G", "--supp-group", "-w", "-u"]);

/** `su - app -c "…"` has its script behind the user; `runuser -u app -- cmd` has a command. */
function otherUser(words: readonly ShellWord[]): Inner | null {
  let hasUser = false;
  for (let at = 1; at < words.length; at++) {
    const text = words[at]?.text ?? "";
    if (text === "--command" || /^-[a-z]*c$/.test(text))
      return at + 1 < words.length ? { kind: "script", at: at + 1 } : null;
    hasUser ||= text === "-u" || text === "--user";
    const isCommand = text === "--" ? at + 1 : text.startsWith("-") ? 0 : at;
    if (hasUser && isCommand > 0 && isCommand < words.length)
      return { kind: "command", at: isCommand, assignments: [] };
    if (USER_VALUED.has(text) || text === "--user") at++;
  }
  return null;
}

/** The word behind an option cluster that holds `letter`, such as `-c` or `-lc`. */
function scriptOf(words: readonly ShellWord[], letter: string): Inner | null {
  for (let at = 1; at < words.length; at++) {
    const text = words[at]?.text ?? "";
    if (!text.startsWith("-") || text.startsWith("--")) {
      if (text === "--command" || text.startsWith("--")) continue;
      return null;
    }
    if (!text.includes(letter)) {
      if (text === "-o" || text === "-O") at++;
      continue;
    }
    // Further options may stand between `-c` and its script: `bash -c -e '…'`.
    let script = at + 1;
    while (/^[-+]/.test(words[script]?.text ?? "")) script += words[script]?.text === "-o" ? 2 : 1;
    return script < words.length ? { kind: "script", at: script } : null;
  }
  return null;
}
