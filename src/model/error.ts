import type { Place } from "./place";

/** Stable names of the things that can go wrong outside a person's files. */
export type ErrorCode =
  | "usage"
  | "folder-unreadable"
  | "folder-read-only"
  | "manifest-broken"
  | "configuration-broken"
  | "no-entry-point"
  | "no-python"
  | "no-python-version"
  | "apply-failed"
  | "target-changed"
  | "engine-absent"
  | "engine-denied"
  | "engine-lost"
  | "engine-too-old"
  | "engine-refused"
  | "build-failed"
  | "registry-refused"
  | "disk-full"
  | "port-taken"
  | "health-timeout"
  | "start-crashed"
  | "out-of-memory"
  | "compose-failed"
  | "cancelled";

/**
 * The one error that a person may see: what happened, why, and what to do about it. It is created where the cause is
 * known and shown once, at a command's edge or at the end of the command line. Broken user files are never errors:
 * parsers return what they read and a list of problems.
 */
export class DrydockError extends Error {
  readonly code: ErrorCode;
  /** One or two sentences: why it happened, with names from the person's own files. */
  readonly why: string;
  /** One or two sentences: what to do next. */
  readonly todo: string;
  /** The line of the workspace that is to blame; null where none is known. */
  readonly place: Place | null;

  constructor(code: ErrorCode, what: string, why: string, todo: string, cause?: unknown, place: Place | null = null) {
    super(what, cause === undefined ? undefined : { cause });
    this.name = "DrydockError";
    this.code = code;
    this.why = why;
    this.todo = todo;
    this.place = place;
  }

  /**
   * The core, the engine and the command line are bundles with a copy of this class each, so one of these errors is known by
   * its name and not by the copy that made it.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "DrydockError";
  }

  /** The same failure with the line that is to blame. */
  at(place: Place): DrydockError {
    return new DrydockError(this.code, this.message, this.why, this.todo, this.cause, place);
  }
}

/** Raised by every long operation when its `AbortSignal` fires. */
export function cancelled(): DrydockError {
  return new DrydockError("cancelled", "Stopped.", "The work was cancelled.", "Run it again when you are ready.");
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
