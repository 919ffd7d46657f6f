import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { homedir, hostname } from "node:os";

/**
 * Where the numbers of processes mean what they mean here: a short mark of this machine since it was started and, where the
 * system has such, of the container or distribution on it, as those share an engine but not their numbers. Copied machines
 * share their names and all that lies on their disks, but not the number of a start, which only Linux has.
 */
export function processSpace(): string {
  const machine = read(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8")) ?? homedir();
  const numbers = read(() => readlinkSync("/proc/self/ns/pid")) ?? "";
  return createHash("sha256").update(`${hostname()} ${machine} ${numbers}`).digest("hex").slice(0, 8);
}

function read(from: () => string): string | null {
  try {
    return from();
  } catch {
    return null;
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
