import type { Duplex } from "node:stream";
import type { Clock, Log, Processes } from "../model/ports";

/** What this folder needs of the machine; src/host provides it. */
export interface EngineDeps {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homedir: string;
  /** As `process.platform`. */
  readonly platform: string;
  /** The text of a file by its absolute path; null where it is absent or may not be read. */
  readonly readText: (path: string) => Promise<string | null>;
  /** The names of a folder's entries by its absolute path; empty where it is absent or may not be read. */
  readonly listFolder: (path: string) => Promise<readonly string[]>;
  /** The number of the group that owns a file; null where there is none or it may not be read. */
  readonly groupOf: (path: string) => Promise<number | null>;
  /**
   * Starts a program without a shell and gives its standard input and output as one stream. It emits `error` where the
   * program cannot be started or ends with another code than 0; destroying it ends the program.
   */
  readonly openProcess: (command: string, args: readonly string[]) => Duplex;
  readonly processes: Processes;
  /** The docker command; `docker` where a person set no other. */
  readonly command?: string;
  readonly clock: Clock;
  readonly log: Log;
}
