import type { App } from "../app/app";
import { DrydockError } from "../model/error";
import type { Ports } from "../model/ports";
import type { Terminal } from "./terminal";

/** What `dist/core.js` exports. */
export type CoreModule = typeof import("../app/core-entry");

/** What every subcommand gets: the core, the app over it, the two streams, and the person's answers. */
export interface CommandContext {
  readonly core: CoreModule;
  readonly app: App;
  readonly ports: Ports;
  /** Results. */
  readonly out: Terminal;
  /** Progress and problems. */
  readonly err: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Absolute path of an argument of the command line. */
  readonly resolve: (path: string) => string;
  /** Asks on the terminal; null where there is none. */
  readonly ask: ((question: string) => Promise<string>) | null;
  readonly readStdin: () => Promise<string>;
  /** True for a folder, false for a file, null where there is nothing. */
  readonly isFolder: (path: string) => Promise<boolean | null>;
  readonly writeFile: (path: string, text: string) => Promise<void>;
  readonly appendFile: (path: string, text: string) => Promise<void>;
  /** What a second Ctrl-C would leave behind, in one sentence; null where nothing is to be removed. */
  readonly setLeft: (left: string | null) => void;
}

export interface Flag {
  readonly type: "boolean" | "string";
  readonly multiple?: boolean;
  /** What the value is called in the help, such as `FILE`. */
  readonly value?: string;
  readonly help: string;
}

export interface Arguments {
  readonly positionals: readonly string[];
  readonly flag: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  readonly texts: (name: string) => readonly string[];
}

/** One subcommand: a file of plain data with a function, described once for parsing and help alike. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly what: string;
  /** How many positional arguments it takes at the most. */
  readonly positionals: number;
  readonly flags: Readonly<Record<string, Flag>>;
  /** Answers the exit code. */
  run(args: Arguments, context: CommandContext): Promise<number>;
}

export function defineCommand(command: Command): Command {
  return command;
}

/** The folder that a subcommand was given, before anything else is asked for: a wrong one is told whether an engine runs or not. */
export async function folderOf(args: Arguments, { resolve, isFolder }: CommandContext): Promise<string> {
  const root = resolve(args.positionals[0] ?? ".");
  const found = await isFolder(root);
  if (found !== true)
    throw new DrydockError(
      "folder-unreadable",
      `${args.positionals[0] ?? "."} could not be read: ${found === null ? "no such file or folder" : "it is not a folder"}.`,
      `The folder was given as ${root}.`,
      "Name a folder that exists and may be read.",
    );
  return root;
}

/** Exit codes of the contract. */
export const EXIT = { ok: 0, failed: 1, usage: 2, noEngine: 3, interrupted: 130 } as const;
