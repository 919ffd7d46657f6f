import type { Span } from "../../model/place";

/** One word of a command. */
export interface ShellWord {
  /** As written. */
  readonly raw: string;
  /** Quotes and escapes resolved; expansions stay as written. */
  readonly text: string;
  /** The literal value, null where an expansion or a command substitution decides it at run time. */
  readonly value: string | null;
  readonly span: Span;
  /** True where any part of it is quoted. */
  readonly quoted: boolean;
  /** Names of the variables that it expands. */
  readonly variables: readonly string[];
  /** True where an unquoted `*`, `?` or `[` is in it. */
  readonly glob: boolean;
}

export interface ShellAssignment {
  readonly name: string;
  readonly value: ShellWord;
  readonly span: Span;
}

export interface ShellRedirection {
  /** `>`, `>>`, `<`, `<<`, `<<-`, `<<<`, `>&`, `<&`, `&>`, `&>>`, `>|`, `<>`. */
  readonly operator: string;
  readonly descriptor: number | null;
  readonly target: ShellWord | null;
  readonly span: Span;
  /** The body of `<<` and `<<-`, null for others and where there is none. */
  readonly body: string | null;
}

/** What stands between a command and the one before it in the same list: null for the first of its list. */
export type ShellConnector = "&&" | "||" | ";" | "&" | "|" | "|&" | "newline" | null;

/** A simple command, such as `apt-get install -y curl`. */
export interface ShellCommand {
  /** The name first; without assignments and redirections. */
  readonly words: readonly ShellWord[];
  /** Last path segment of the first word's literal value; null for a dynamic one or where there are only assignments. */
  readonly name: string | null;
  readonly arguments: readonly ShellWord[];
  readonly assignments: readonly ShellAssignment[];
  readonly redirections: readonly ShellRedirection[];
  readonly span: Span;
  readonly connector: ShellConnector;
  /** Number of the pipeline it is part of, unique in the script. */
  readonly pipeline: number;
  /** Number of the list (`a && b; c`) it is part of, unique in the script; a subshell or group is a list of its own. */
  readonly list: number;
  /** 0 at the top; each subshell, group, compound command, substitution and nested script adds one. */
  readonly depth: number;
  /** Inside `$(…)`, a backquote or a process substitution. */
  readonly substituted: boolean;
  /**
   * The command that runs this one: `sudo`, `env`, `exec`, `time`, `nice`, `xargs`, … (same words, later name) or `sh -c`
   * (a nested script). Null for one that stands for itself.
   */
  readonly wrapper: ShellCommand | null;
}

/** One pipeline of two or more commands. */
export interface ShellPipe {
  /** The first `|`. */
  readonly span: Span;
  readonly pipeline: number;
}

export interface ShellProblem {
  readonly message: string;
  readonly span: Span;
}

export interface ShellScript {
  /** Every command in the order of the text: also those in subshells, substitutions, `sh -c '…'` and after wrappers. */
  readonly commands: readonly ShellCommand[];
  readonly pipes: readonly ShellPipe[];
  readonly problems: readonly ShellProblem[];
}
