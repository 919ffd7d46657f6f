import { readFile, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { nodeProcesses } from "./node-processes";

/**
 * Takes away the mark of a `docker compose watch` that ended, and says whether it did. Compose keeps a project from being
 * watched twice by a file with the number of its process, which it never removes: once another program has that number,
 * as in any container that is started again, the project could not be watched. A mark stays where its process may be
 * Compose, or cannot be told. Windows needs none of this, as Compose itself looks at the process there.
 *
 * Source: internal/locker of docker/compose.
 */
export async function releaseStaleLock(
  project: string,
  id: number,
  places: readonly string[] = lockFolders(),
  wordsOf: (id: number) => Promise<string | null> = commandOf,
): Promise<boolean> {
  const words = await wordsOf(id);
  if (words === null || words === "" || words.includes("compose")) return false;
  for (const folder of places) {
    const file = join(folder, `${project}.pid`);
    const text = await readFile(file, "utf8").catch(() => null);
    if (text?.trim() !== String(id)) continue;
    return rm(file).then(
      () => true,
      () => false,
    );
  }
  return false;
}

function lockFolders(): readonly string[] {
  const own = process.env["XDG_RUNTIME_DIR"];
  if (own !== undefined) return [own];
  const inHome = [
    [".docker", "docker-compose"],
    ["Library", "Application Support", "com.docker.compose"],
  ];
  return inHome.map(names => join(homedir(), ...names));
}

/** The words that started a process; null where this system does not tell them. */
async function commandOf(id: number): Promise<string | null> {
  const told = await readFile(`/proc/${id}/cmdline`, "utf8").catch(() => null);
  if (told !== null) return told;
  const asked = await nodeProcesses.run("ps", ["-o", "command=", "-p", String(id)]).catch(() => null);
  return asked?.exit === 0 ? asked.stdout.trim() : null;
}
