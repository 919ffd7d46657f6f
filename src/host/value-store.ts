import { createHash } from "node:crypto";
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import * as path from "node:path";
import { deserialize, serialize } from "node:v8";

/** Plain values by key that are kept from one run to the next in one file. */
export interface ValueStore {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  /** Writes what this run asked for or set, and nothing else; a failure loses the store, never the run. */
  save(): void;
}

/** Marks the file and the layout of what follows. */
const MAGIC = Buffer.from("drydock values 1\n");
const DIGEST_BYTES = 32;
/** More is not kept: reading it would take longer than working it out. */
const MAX_BYTES = 400_000_000;
/** Files that nobody opened for so long are removed. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

/**
 * Opens the store at a path. A file that is absent, damaged or of another layout is as good as an empty one. Saving writes a
 * file of this process's own and renames it, so writers at the same time leave the file of one of them, whole.
 */
export function openValueStore(file: string): ValueStore {
  const stored = readStore(file);
  const kept = new Map<string, Buffer>();
  let isChanged = false;
  return {
    get(key) {
      const bytes = kept.get(key) ?? stored.get(key);
      if (bytes === undefined) return undefined;
      try {
        const value: unknown = deserialize(bytes);
        kept.set(key, bytes);
        return value;
      } catch {
        // Written by a V8 that this one does not understand.
        return undefined;
      }
    },
    set(key, value) {
      kept.set(key, serialize(value));
      isChanged = true;
    },
    save() {
      if (!isChanged && kept.size === stored.size) return;
      try {
        writeStore(file, kept);
        removeOld(path.dirname(file));
      } catch {
        // A full disk or a folder without write access: the next run does without.
      }
    },
  };
}

function readStore(file: string): ReadonlyMap<string, Buffer> {
  const values = new Map<string, Buffer>();
  try {
    if (statSync(file).size > MAX_BYTES) return values;
    const bytes = readFileSync(file);
    const body = bytes.subarray(MAGIC.length + DIGEST_BYTES);
    const digest = bytes.subarray(MAGIC.length, MAGIC.length + DIGEST_BYTES);
    if (!bytes.subarray(0, MAGIC.length).equals(MAGIC) || !digest.equals(createHash("sha256").update(body).digest()))
      return values;
    const start = 4 + body.readUInt32LE(0);
    const index = JSON.parse(body.toString("utf8", 4, start)) as readonly (readonly [key: string, length: number])[];
    let at = start;
    for (const [key, length] of index) values.set(key, body.subarray(at, (at += length)));
    // The time of use, by which old files are told.
    utimesSync(file, new Date(), new Date());
  } catch {
    values.clear();
  }
  return values;
}

function writeStore(file: string, values: ReadonlyMap<string, Buffer>): void {
  const index = Buffer.from(JSON.stringify([...values].map(([key, { length }]) => [key, length])));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(index.length);
  const parts = [size, index, ...values.values()];
  if (parts.reduce((sum, { length }) => sum + length, 0) > MAX_BYTES) return;
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  const digest = hash.digest();
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.${digest.toString("hex", 0, 4)}`;
  try {
    const handle = openSync(temporary, "w", 0o600);
    try {
      // Part by part: the whole in one piece would double the memory that a large folder takes.
      for (const part of [MAGIC, digest, ...parts]) writeFileSync(handle, part);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Stores of folders that are opened no more, and files that a killed process left. */
function removeOld(folder: string): void {
  const now = Date.now();
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    const stat = statSync(file);
    if (stat.isFile() && now - stat.mtimeMs > KEPT_MS) rmSync(file, { force: true });
  }
}
