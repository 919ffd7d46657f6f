import { PassThrough, Readable } from "node:stream";
import { pack as createPack, type Pack } from "tar-stream";
import { DrydockError, messageOf } from "../model/error";
import type { ContextFile, OpenFile } from "../model/ports";

/** A build context on its way to the engine. */
export interface ContextTar {
  /** The tar, ended by an error where a file could not be read. */
  readonly stream: Readable;
  /** Bytes of the files packed so far, without what the tar adds. */
  readonly sent: () => number;
  /** Stops reading files. */
  readonly stop: () => void;
}

/**
 * Packs the files as they are listed, one at a time and only as fast as the engine takes them. Nothing is filtered
 * here: the engine does not apply .dockerignore to an uploaded tar, so the list must have been filtered. `modified` is
 * the time that all files bear, in milliseconds since the epoch; it takes no part in BuildKit's cache keys, but wheels
 * cannot hold times before 1980 and web servers derive ETags from it, so it should be the present.
 */
export function packContext(
  files: readonly ContextFile[],
  modified: number,
  onProgress: (bytes: number, total: number) => void,
): ContextTar {
  const pack = createPack();
  // docker-modem pipes into the request; a stream of Node's own propagates errors there as it expects.
  const stream = new PassThrough();
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const state = { sent: 0, stopped: false };
  const fail = (error: unknown): void => {
    state.stopped = true;
    pack.destroy();
    stream.destroy(error instanceof Error ? error : new Error(messageOf(error)));
  };
  pack.on("error", fail);
  stream.on("close", () => {
    state.stopped = true;
    pack.destroy();
  });
  pack.pipe(stream);

  const send = async (): Promise<void> => {
    const mtime = new Date(modified);
    const step = Math.max(total / 100, 64 * 1024);
    let told = 0;
    onProgress(0, total);
    for (const file of plainFirst(files)) {
      const count = (bytes: number): void => {
        state.sent += bytes;
        if (state.sent - told < step) return;
        told = state.sent;
        onProgress(Math.min(state.sent, total), total);
      };
      const header = { name: file.path, mode: file.executable ? 0o755 : 0o644, mtime };
      const opened = await openFile(file);
      if (state.stopped) return;
      if (opened === null) {
        const bytes = await readFile(file);
        if (state.stopped) return;
        await packWhole(pack, header, bytes);
        count(bytes.byteLength);
      } else {
        await packPieces(pack, { ...header, size: opened.bytes }, opened, file, count);
      }
      if (state.stopped) return;
    }
    pack.finalize();
    onProgress(total, total);
  };
  send().catch((error: unknown) => {
    if (!state.stopped) fail(error);
  });

  return { stream, sent: () => state.sent, stop: () => stream.destroy() };
}

/**
 * A header before the header, which other names get, at the very start makes BuildKit take the whole tar for a Dockerfile: it
 * tells an archive by its first 512 bytes (BuildKit: `isArchive`).
 */
function plainFirst(files: readonly ContextFile[]): readonly ContextFile[] {
  const plain = files.find(({ path }) => /^[ -~]{1,99}$/.test(path));
  return plain === undefined ? files : [plain, ...files.filter(file => file !== plain)];
}

type Header = { readonly name: string; readonly mode: number; readonly mtime: Date };

/** The length is that of the bytes read: the file may have grown since it was listed. */
function packWhole(pack: Pack, header: Header, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    pack.entry(header, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), error => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/** Ends also where the tar is given up half way, and closes the file then. */
function packPieces(
  pack: Pack,
  header: Header & { readonly size: number },
  opened: OpenFile,
  file: ContextFile,
  count: (bytes: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const source = Readable.from(exactly(opened, file, count), { objectMode: false });
    const sink = pack.entry(header, error => {
      if (error) reject(error);
      else resolve();
    });
    source.on("error", reject);
    sink.on("error", reject);
    sink.on("close", () => {
      source.destroy();
      resolve();
    });
    source.pipe(sink);
  });
}

/** As many bytes as the tar's header promises, though the file may grow meanwhile. */
async function* exactly(
  opened: OpenFile,
  file: ContextFile,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let left = opened.bytes;
  for await (const chunk of opened.chunks) {
    const part = chunk.subarray(0, left);
    left -= part.byteLength;
    count(part.byteLength);
    if (part.byteLength > 0) yield part;
    if (left <= 0) return;
  }
  if (left > 0) throw unsendable(file, "it shrank while it was sent");
}

async function openFile(file: ContextFile): Promise<OpenFile | null> {
  if (file.open === undefined) return null;
  const opened = await file.open();
  if (opened === null) throw unsendable(file, "it is gone, or may not be read");
  return opened;
}

async function readFile(file: ContextFile): Promise<Uint8Array> {
  try {
    return await file.read();
  } catch (error) {
    if (error instanceof DrydockError) throw error;
    throw unsendable(file, messageOf(error), error);
  }
}

function unsendable(file: ContextFile, why: string, cause?: unknown): DrydockError {
  return new DrydockError(
    "build-failed",
    `${file.path} could not be sent to the engine.`,
    `It could not be read: ${why}.`,
    "Make the file readable, or name it in .dockerignore, and build again.",
    cause,
  );
}
