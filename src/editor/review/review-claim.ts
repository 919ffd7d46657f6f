import { createHash } from "node:crypto";
import * as vscode from "vscode";
import { isProcessRunning } from "../../host/process-id";
import { systemClock } from "../../host/system";

/**
 * Which window reviews a folder, as a file in the storage that all windows share (VS Code gives a second window of the same
 * workspace a storage of its own): two reviews at once would write over each other's decisions. A window that crashed holds
 * nothing any more, since its process is gone.
 */
export class ReviewClaim {
  readonly #storage: vscode.Uri;
  #held: vscode.Uri | null = null;

  constructor(storage: vscode.Uri) {
    this.#storage = storage;
  }

  /** False where another window holds it, after `attempts` with a second between. */
  async take(folder: vscode.Uri, attempts: number): Promise<boolean> {
    const name = createHash("sha256").update(folder.toString()).digest("hex").slice(0, 16);
    const file = vscode.Uri.joinPath(this.#storage, "reviews", `${name}.json`);
    for (let left = attempts; await isTaken(file); left--) {
      if (left <= 1) return false;
      await systemClock.sleep(1000);
    }
    const text = new TextEncoder().encode(JSON.stringify({ process: process.pid }));
    this.#held = await vscode.workspace.fs.writeFile(file, text).then(
      () => file,
      // A storage that cannot be written keeps nobody from reviewing.
      () => null,
    );
    return true;
  }

  async release(): Promise<void> {
    const held = this.#held;
    this.#held = null;
    if (!held) return;
    await vscode.workspace.fs.delete(held).then(
      () => undefined,
      // Nobody is kept from reviewing by a file that names a process that is gone.
      () => undefined,
    );
  }
}

async function isTaken(file: vscode.Uri): Promise<boolean> {
  const holder = await holderOf(file);
  return holder !== null && holder !== process.pid && isProcessRunning(holder);
}

async function holderOf(file: vscode.Uri): Promise<number | null> {
  try {
    const read: unknown = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
    if (typeof read !== "object" || read === null || !("process" in read)) return null;
    return typeof read.process === "number" ? read.process : null;
  } catch {
    return null;
  }
}
