import { PassThrough } from "node:stream";
import type { Readable } from "node:stream";
import { pack as createPack } from "tar-stream";
import { DrydockError, messageOf } from "../model/error";
import type { ContextFile } from "../model/ports";

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
    for (const file of files) {
      const bytes = await readFile(file);
      if (state.stopped) return;
      await new Promise<void>((resolve, reject) => {
        const header = { name: file.path, mode: file.executable ? 0o755 : 0o644, mtime };
        // The length is that of the bytes read: the file may have grown since it was listed.
        pack.entry(header, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), error => {
          if (error) reject(error);
          else resolve();
        });
      });
      state.sent += bytes.byteLength;
      if (state.sent - told >= step) {
        told = state.sent;
        onProgress(Math.min(state.sent, total), total);
      }
    }
    pack.finalize();
    onProgress(total, total);
  };
  send().catch((error: unknown) => {
    if (!state.stopped) fail(error);
  });

  return { stream, sent: () => state.sent, stop: () => stream.destroy() };
}

async function readFile(file: ContextFile): Promise<Uint8Array> {
  try {
    return await file.read();
  } catch (error) {
    if (error instanceof DrydockError) throw error;
    throw new DrydockError(
      "build-failed",
      `${file.path} could not be sent to the engine.`,
      `It could not be read: ${messageOf(error)}.`,
      "Make the file readable, or name it in .dockerignore, and build again.",
      error,
    );
  }
}
