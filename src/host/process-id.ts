import { createHash } from "node:crypto";
import { readlinkSync } from "node:fs";
import { hostname } from "node:os";

/**
 * Where the numbers of processes mean what they mean here: a short mark of this machine and, where the system has such, of
 * the container or distribution on it, as those share an engine but not their numbers.
 */
export function processSpace(): string {
  return createHash("sha256").update(`${hostname()} ${namespace()}`).digest("hex").slice(0, 8);
}

function namespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return ""; // Only Linux has it.
  }
}

/** Whether a process with this number runs on this machine; another user's counts. */
export function isProcessRunning(id: number): boolean {
  if (!Number.isInteger(id) || id <= 0) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
