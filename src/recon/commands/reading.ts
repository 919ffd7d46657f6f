import type { EntryPointKind } from "../../model/recon";

/** What a command is for; `other` says that it starts nothing that stays and prepares nothing. */
export type CommandRole = "serve" | "worker" | "beat" | "monitor" | "migrate" | "static" | "test" | "script" | "other";

/** What the words of one command say. */
export interface CommandReading {
  /** The program that decides: `gunicorn`, `celery`, `manage.py`, `python`, … */
  readonly tool: string;
  readonly role: CommandRole;
  /** Kind of entry point, null where the role makes none. */
  readonly kind: EntryPointKind | null;
  /** `pkg.module:attribute`, `pkg.module`, a file or a script's name; "" where the words do not say. */
  readonly target: string;
  readonly port: number | null;
  readonly host: string | null;
  /** A server for development, or one started with automatic reload. */
  readonly isDevelopment: boolean;
  /** Folder that the command itself changes to, or puts on the module path. */
  readonly folder: string | null;
  /** Without wrappers. */
  readonly words: readonly string[];
  /** Framework that the command proves. */
  readonly framework: string | null;
  /** Configuration file that completes the command. */
  readonly configuration: string | null;
}

/** Reads the words after the program's name; null where they are no command of that tool. */
export type ReadTool = (rest: readonly string[], words: readonly string[]) => CommandReading | null;

export function reading(
  tool: string,
  role: CommandRole,
  facts: Partial<CommandReading> & { words: readonly string[] },
): CommandReading {
  return {
    tool,
    role,
    kind: null,
    target: "",
    port: null,
    host: null,
    isDevelopment: false,
    folder: null,
    framework: null,
    configuration: null,
    ...facts,
  };
}
