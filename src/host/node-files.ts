import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  type Stats,
  statSync,
} from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { performance } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import { DrydockError, messageOf, throwIfCancelled } from "../model/error";
import type { EnterFolder, FileEntry, Files, FileWrite, Listing, ListingProblem, OpenFile } from "../model/ports";

/** More files than any workspace that a person opens; past it the listing ends and says so. */
const MAX_FILES = 400_000;

/** How long a thread that reads blocking goes on before it looks for a signal, in milliseconds. */
const BREATH = 15;

/** The `Files` port on a disk. Symlinks to files inside the root are read; links to folders are not entered. */
export function nodeFiles(root: string): Files {
  return new NodeFiles(path.resolve(root), false);
}

/**
 * The same for a thread that has nothing else to do, a worker or the command line: it waits for the disk itself, which for
 * thousands of small files takes a fifth of what asking through the thread pool takes.
 */
export function blockingNodeFiles(root: string): Files {
  return new NodeFiles(path.resolve(root), true);
}

class NodeFiles implements Files {
  readonly root: string;
  readonly #isBlocking: boolean;
  #breathed = 0;

  constructor(root: string, isBlocking: boolean) {
    this.root = root;
    this.#isBlocking = isBlocking;
  }

  /** Lets what waits run now and then: an interrupt is seen between two files. */
  async #breathe(): Promise<void> {
    const now = performance.now();
    if (now - this.#breathed < BREATH) return;
    await setImmediate();
    this.#breathed = performance.now();
  }

  async list(enter: EnterFolder, signal?: AbortSignal): Promise<Listing> {
    const files: FileEntry[] = [];
    const problems: ListingProblem[] = [];
    const real = await this.#realRoot();
    const folders = [""];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      throwIfCancelled(signal);
      if (this.#isBlocking) await this.#breathe();
      const entries = await this.#entries(folder, problems);
      if (!entries) continue;
      const names = entries.map(({ name }) => name);
      const entered = enter(folder, names);
      if (!(entered instanceof Promise ? await entered : entered)) continue;
      const stats = entries.map(entry => this.#stat(folder, entry, real, problems));
      for (const waiting of stats) {
        const found = waiting instanceof Promise ? await waiting : waiting;
        if (!found) continue;
        if (found.kind === "folder") folders.push(found.path);
        else files.push(found.entry);
      }
      if (files.length > MAX_FILES) {
        problems.push({
          code: "too-many-files",
          path: "",
          message: `it holds more than ${MAX_FILES.toLocaleString("en")} files`,
        });
        break;
      }
    }
    return { files, problems };
  }

  async #realRoot(): Promise<string> {
    try {
      const real = await fs.realpath(this.root);
      if ((await fs.stat(real)).isDirectory()) return real;
    } catch (error) {
      throw unreadable(this.root, describe(error), error);
    }
    throw unreadable(this.root, "it is not a folder");
  }

  async #entries(folder: string, problems: ListingProblem[]): Promise<Dirent[] | undefined> {
    try {
      const absolute = path.join(this.root, folder);
      return this.#isBlocking
        ? readdirSync(absolute, { withFileTypes: true })
        : await fs.readdir(absolute, { withFileTypes: true });
    } catch (error) {
      if (folder === "") throw unreadable(this.root, describe(error), error);
      problems.push({ code: "unreadable", path: folder, message: describe(error) });
      return undefined;
    }
  }

  /** What an entry is; only those whose answer takes the disk's time are promises. */
  #stat(
    folder: string,
    entry: Dirent,
    realRoot: string,
    problems: ListingProblem[],
  ): Listed | undefined | Promise<Listed | undefined> {
    const relative = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return { kind: "folder", path: relative };
    if (entry.isSymbolicLink()) return this.#linked(relative, realRoot, problems);
    if (!entry.isFile()) return undefined;
    if (!this.#isBlocking) return this.#measured(relative, problems);
    try {
      return listed(relative, statSync(`${this.root}${path.sep}${relative}`));
    } catch (error) {
      problems.push({ code: "unreadable", path: relative, message: describe(error) });
      return undefined;
    }
  }

  async #measured(relative: string, problems: ListingProblem[]): Promise<Listed | undefined> {
    try {
      return listed(relative, await fs.stat(path.join(this.root, relative)));
    } catch (error) {
      problems.push({ code: "unreadable", path: relative, message: describe(error) });
      return undefined;
    }
  }

  async #linked(relative: string, realRoot: string, problems: ListingProblem[]): Promise<Listed | undefined> {
    try {
      const target = await fs.realpath(path.join(this.root, relative));
      if (target !== realRoot && !target.startsWith(realRoot + path.sep)) return undefined;
    } catch (error) {
      problems.push({ code: "broken-link", path: relative, message: describe(error) });
      return undefined;
    }
    return this.#measured(relative, problems);
  }

  async read(relative: string, limit = Number.MAX_SAFE_INTEGER): Promise<Uint8Array | null> {
    const absolute = this.#absolute(relative);
    if (this.#isBlocking) {
      await this.#breathe();
      return readBlocking(absolute, limit);
    }
    try {
      const handle = await fs.open(absolute, "r");
      try {
        const { size } = await handle.stat();
        if (size <= limit) return await handle.readFile();
        const buffer = Buffer.alloc(limit);
        const { bytesRead } = await handle.read(buffer, 0, limit, 0);
        return buffer.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    } catch (error) {
      if (isErrno(error)) return null;
      throw error;
    }
  }

  async open(relative: string): Promise<OpenFile | null> {
    try {
      const handle = await fs.open(this.#absolute(relative), "r");
      const { size } = await handle.stat();
      return { bytes: size, chunks: handle.createReadStream({ highWaterMark: 256 * 1024 }) };
    } catch (error) {
      if (isErrno(error)) return null;
      throw error;
    }
  }

  async exists(relative: string): Promise<boolean> {
    return reaches(this.#absolute(relative), constants.F_OK);
  }

  async isWritable(relative: string): Promise<boolean> {
    let absolute = this.#absolute(relative);
    while (!(await reaches(absolute, constants.F_OK)) && absolute !== path.dirname(absolute))
      absolute = path.dirname(absolute);
    return reaches(absolute, constants.W_OK);
  }

  async setMode(relative: string, mode: number): Promise<void> {
    await fs.chmod(this.#absolute(relative), mode);
  }

  async writeAll(changes: readonly FileWrite[]): Promise<void> {
    for (const change of changes) await this.#check(change);
    const written: { temporary: string; change: FileWrite }[] = [];
    const renamed: FileWrite[] = [];
    const folders: string[] = [];
    try {
      for (const change of changes) {
        const target = this.#absolute(change.path);
        const made = await fs.mkdir(path.dirname(target), {
          recursive: true,
          ...(change.folderMode === undefined ? {} : { mode: change.folderMode }),
        });
        if (made !== undefined) folders.push(made);
        const temporary = path.join(path.dirname(target), `.${path.basename(target)}.drydock-${process.pid}`);
        written.push({ temporary, change });
        await fs.writeFile(temporary, change.text, { mode: await this.#mode(change) });
      }
      for (const { temporary, change } of written) {
        await fs.rename(temporary, this.#absolute(change.path));
        renamed.push(change);
      }
    } catch (error) {
      await this.#undo(written, renamed, folders);
      if (isErrno(error) && (error.code === "EACCES" || error.code === "EROFS" || error.code === "EPERM")) {
        throw readOnly(this.root, error);
      }
      throw new DrydockError(
        "apply-failed",
        `${changes[renamed.length]?.path ?? "A file"} could not be written: ${describe(error)}.`,
        "Everything was put back as it was.",
        "Remove the cause and apply again.",
        error,
      );
    }
  }

  async #check({ path: relative, before }: FileWrite): Promise<void> {
    const present = await this.read(relative);
    if (
      present === null ? before === null && !(await this.exists(relative)) : before !== null && equal(present, before)
    ) {
      if (await this.isWritable(relative)) return;
      throw readOnly(this.root);
    }
    if (before === null && (await this.#isFolder(relative)))
      throw new DrydockError(
        "target-changed",
        `${relative} is a folder, so no file of that name can be written.`,
        "Docker makes such a folder where it is to mount a file that does not exist.",
        "Nothing was written. Remove the folder or give it another name, then run this again.",
      );
    throw new DrydockError(
      "target-changed",
      `${relative} changed on disk since the plan was made.`,
      before === null ? "It did not exist then, and exists now." : "Its content is not what the plan was made from.",
      "Nothing was written. Plan again and look at the difference.",
    );
  }

  async #isFolder(relative: string): Promise<boolean> {
    const found = await fs.stat(this.#absolute(relative)).catch(() => null);
    return found?.isDirectory() ?? false;
  }

  async #mode({ path: relative, mode }: FileWrite): Promise<number> {
    if (mode !== undefined) return mode;
    try {
      return (await fs.stat(this.#absolute(relative))).mode & 0o777;
    } catch (error) {
      if (isErrno(error)) return 0o644;
      throw error;
    }
  }

  async #undo(
    written: readonly { temporary: string }[],
    renamed: readonly FileWrite[],
    folders: readonly string[],
  ): Promise<void> {
    for (const { temporary } of written) await fs.rm(temporary, { force: true });
    for (const { path: relative, before } of renamed) {
      if (before === null) await fs.rm(this.#absolute(relative), { force: true });
      else await fs.writeFile(this.#absolute(relative), before);
    }
    for (const folder of [...folders].reverse()) await fs.rm(folder, { recursive: true, force: true });
  }

  #absolute(relative: string): string {
    const absolute = path.resolve(this.root, relative);
    // The root of a file system ends in its separator already.
    const prefix = this.root.endsWith(path.sep) ? this.root : this.root + path.sep;
    if (absolute !== this.root && !absolute.startsWith(prefix)) {
      throw new DrydockError(
        "usage",
        `${relative} lies outside the folder.`,
        "Only files below it may be read or written.",
        "Name a path inside it.",
      );
    }
    return absolute;
  }
}

type Listed = { readonly kind: "folder"; readonly path: string } | { readonly kind: "file"; readonly entry: FileEntry };

function listed(relative: string, stat: Stats): Listed | undefined {
  if (!stat.isFile()) return undefined;
  const { size: bytes, mode, mtimeMs: modified } = stat;
  return { kind: "file", entry: { path: relative, bytes, executable: (mode & 0o100) !== 0, modified } };
}

function readBlocking(absolute: string, limit: number): Uint8Array | null {
  let handle: number | undefined;
  try {
    handle = openSync(absolute, "r");
    const { size } = fstatSync(handle);
    if (size <= limit) return readFileSync(handle);
    const buffer = Buffer.alloc(limit);
    return buffer.subarray(0, readSync(handle, buffer, 0, limit, 0));
  } catch (error) {
    if (isErrno(error)) return null;
    throw error;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** A byte order mark is no part of a text, so it makes no difference. */
function equal(bytes: Uint8Array, text: string): boolean {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return Buffer.from(text, "utf8").equals(bytes.subarray(start));
}

async function reaches(absolute: string, mode: number): Promise<boolean> {
  try {
    await fs.access(absolute, mode);
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}

function describe(error: unknown): string {
  if (!isErrno(error)) return messageOf(error);
  const words: Readonly<Record<string, string>> = {
    EACCES: "permission denied",
    EPERM: "permission denied",
    EROFS: "the file system is read-only",
    ENOENT: "no such file or folder",
    ENOTDIR: "it is not a folder",
    ELOOP: "its symbolic links make a loop",
    ENOSPC: "no space is left on the disk",
    EBUSY: "it is in use by another program",
  };
  return words[error.code ?? ""] ?? error.message;
}

function unreadable(root: string, why: string, cause?: unknown): DrydockError {
  return new DrydockError(
    "folder-unreadable",
    `${path.basename(root)} could not be read: ${why}.`,
    `The folder was given as ${root}.`,
    "Name a folder that exists and may be read.",
    cause,
  );
}

function readOnly(root: string, cause?: unknown): DrydockError {
  return new DrydockError(
    "folder-read-only",
    `${path.basename(root)} may not be written: permission denied.`,
    "Nothing was changed.",
    "Give yourself write access, or write into a copy.",
    cause,
  );
}
