import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";
import { DrydockError } from "../model/error";
import type { Engine, ImageHistory, LayerFile } from "../model/ports";
import { engineFailure } from "./failure";
import { instructionOf } from "./images";
import { isRecord, parseJson, textField } from "./json-lines";
import type { Link } from "./link";
import { openStream } from "./link";

/** Manifests and image configurations are small; a larger entry that is no layer is passed over. */
const MAX_TEXT = 4_000_000;

/**
 * Reads an image as `docker save` sends it, layer by layer, without starting anything: also what a later layer deleted
 * is seen, and images that hold no shell can be read. Memory holds one file's content at a time.
 * Source: https://github.com/opencontainers/image-spec/blob/main/layer.md
 */
export function createImageFiles(link: Link): Engine["imageFiles"] {
  return async (reference, onFile, signal) => {
    const doing = `reading the files of ${reference}`;
    const texts = new Map<string, string>();
    try {
      const path = `/images/${encodeURIComponent(reference)}/get`;
      const body = await openStream(link, doing, { method: "GET", path }, signal);
      const outer = extract();
      body.on("error", error => outer.destroy(error));
      body.pipe(outer);
      for await (const entry of outer) {
        if (entry.header.type !== "file") {
          entry.resume();
          continue;
        }
        const chunks = entry[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
        const first = await chunks.next();
        if (first.done) continue;
        const kind = kindOf(first.value);
        if (kind === null) {
          const text = await readText(first.value, chunks);
          if (text !== null) texts.set(entry.header.name, text);
        } else await readLayer(entry.header.name, kind, restOf(first.value, chunks), onFile);
        if (signal?.aborted) body.destroy();
      }
    } catch (error) {
      throw engineFailure(error, link.endpoint, doing, signal);
    }
    return readManifest(texts, reference);
  };
}

/** A layer is a tar, plain or compressed; everything else in the archive is JSON. */
function kindOf(chunk: Buffer): "tar" | "gzip" | null {
  if (chunk[0] === 0x1f && chunk[1] === 0x8b) return "gzip";
  return chunk.length >= 262 && chunk.toString("latin1", 257, 262) === "ustar" ? "tar" : null;
}

async function readLayer(
  layer: string,
  kind: "tar" | "gzip",
  chunks: AsyncGenerator<Buffer>,
  onFile: (file: LayerFile) => ((content: Uint8Array) => void) | undefined,
): Promise<void> {
  const inner = extract();
  const source = Readable.from(chunks);
  const plain = kind === "gzip" ? source.pipe(createGunzip()) : source;
  for (const stream of [source, plain]) stream.on("error", (error: Error) => inner.destroy(error));
  plain.pipe(inner);
  for await (const entry of inner) {
    const take = onFile(layerFile(layer, entry.header));
    if (!take) {
      entry.resume();
      continue;
    }
    const parts: Buffer[] = [];
    for await (const part of entry) parts.push(part as Buffer);
    take(Buffer.concat(parts));
  }
}

function layerFile(layer: string, { name, size, mode, type, linkname }: Header): LayerFile {
  return {
    layer,
    path: name.replace(/^(?:\.?\/)+/, "").replace(/\/+$/, ""),
    bytes: type === "file" ? (size ?? 0) : 0,
    mode: mode ?? 0,
    kind: type === "file" || type === "contiguous-file" ? "file" : type === "directory" ? "folder" : "other",
    target: linkname ?? null,
  };
}

async function* restOf(first: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
}

async function readText(first: Buffer, chunks: AsyncIterator<Buffer>): Promise<string | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of restOf(first, chunks)) {
    bytes += part.length;
    if (bytes <= MAX_TEXT) parts.push(part);
  }
  return bytes <= MAX_TEXT ? Buffer.concat(parts).toString("utf8") : null;
}

/** The instructions in order, each with the layer that it made; null for those that only set something. */
function readManifest(texts: ReadonlyMap<string, string>, reference: string): readonly ImageHistory[] {
  const manifest = parseJson(texts.get("manifest.json") ?? "");
  const [image] = Array.isArray(manifest) ? (manifest as unknown[]) : [];
  const config = parseJson(texts.get(textField(image, "Config")) ?? "");
  const layers = isRecord(image) && Array.isArray(image["Layers"]) ? (image["Layers"] as unknown[]).map(String) : [];
  const history = isRecord(config) && Array.isArray(config["history"]) ? (config["history"] as unknown[]) : null;
  if (history === null)
    throw new DrydockError(
      "engine-refused",
      `The files of ${reference} could not be read.`,
      `The engine sent an archive without a readable ${texts.has("manifest.json") ? "configuration" : "manifest"}.`,
      "Update the engine, or report this with its version.",
    );
  const remaining = [...layers];
  return history.filter(isRecord).map(row => ({
    instruction: instructionOf(textField(row, "created_by")),
    layer: row["empty_layer"] === true ? null : (remaining.shift() ?? null),
    created: textField(row, "created") || null,
  }));
}
