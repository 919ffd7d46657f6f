import type { Engine, ImageHistory, LayerFile } from "../model/ports";
import { nameOf } from "../model/paths";

/** A layer's own files, in the order of the image's history. */
export interface ImageLayerFiles {
  /** Position in the history. */
  readonly index: number;
  readonly files: readonly LayerFile[];
  /** Bytes that a later layer deletes or replaces: they weigh all the same. */
  readonly lostBytes: number;
}

export interface ImageTree {
  readonly history: readonly ImageHistory[];
  readonly layers: readonly ImageLayerFiles[];
  /** What the container will see: path to file and the position of its layer in the history. */
  readonly files: ReadonlyMap<string, { readonly file: LayerFile; readonly layer: number }>;
  /** Files whose content holds one of the looked-for values, in whatever layer. */
  readonly matches: readonly { readonly path: string; readonly layer: number; readonly what: string }[];
}

/** Content is searched in files up to this size. */
const MAX_SEARCHED = 2_000_000;

/**
 * All layers of an image, and what is left of them in the end. `search` looks into the content of files that pass
 * `isSearched`, and answers what it found in words.
 * Source for whiteouts: https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts
 */
export async function readImageTree(
  engine: Engine,
  image: string,
  search: (path: string, content: Uint8Array) => string | null,
  isSearched: (path: string) => boolean,
  signal?: AbortSignal,
): Promise<ImageTree> {
  const byLayer = new Map<string, LayerFile[]>();
  const found: { path: string; layer: string; what: string }[] = [];
  const history = await engine.imageFiles(
    image,
    file => {
      const files = byLayer.get(file.layer) ?? [];
      byLayer.set(file.layer, files);
      files.push(file);
      if (file.kind !== "file" || file.bytes === 0 || file.bytes > MAX_SEARCHED || !isSearched(file.path))
        return undefined;
      return content => {
        const what = search(file.path, content);
        if (what !== null) found.push({ path: file.path, layer: file.layer, what });
      };
    },
    signal,
  );
  return { history, ...merge(history, byLayer), matches: positions(history, found) };
}

function positions(
  history: readonly ImageHistory[],
  found: readonly { path: string; layer: string; what: string }[],
): ImageTree["matches"] {
  return found
    .map(({ path, layer, what }) => ({ path, what, layer: history.findIndex(entry => entry.layer === layer) }))
    .sort((left, right) => left.layer - right.layer || (left.path < right.path ? -1 : 1));
}

function merge(
  history: readonly ImageHistory[],
  byLayer: ReadonlyMap<string, readonly LayerFile[]>,
): Pick<ImageTree, "layers" | "files"> {
  const files = new Map<string, { file: LayerFile; layer: number }>();
  const lost = new Map<number, number>();
  const drop = (path: string): void => {
    const gone = files.get(path);
    if (gone) lost.set(gone.layer, (lost.get(gone.layer) ?? 0) + gone.file.bytes);
    files.delete(path);
  };
  const dropBelow = (folder: string): void => {
    for (const path of [...files.keys()]) if (path.startsWith(`${folder}/`)) drop(path);
  };
  const layers: { index: number; files: readonly LayerFile[] }[] = [];
  history.forEach(({ layer }, index) => {
    if (layer === null) return;
    const own = byLayer.get(layer) ?? [];
    layers.push({ index, files: own.filter(({ path }) => !isWhiteout(path)) });
    for (const { path } of own) {
      const slash = path.lastIndexOf("/") + 1;
      const name = path.slice(slash);
      if (name === OPAQUE) dropBelow(path.slice(0, slash - 1));
      else if (name.startsWith(WHITEOUT)) {
        const gone = path.slice(0, slash) + name.slice(WHITEOUT.length);
        drop(gone);
        dropBelow(gone);
      }
    }
    for (const file of own) {
      if (isWhiteout(file.path)) continue;
      if (file.kind !== "folder") drop(file.path);
      files.set(file.path, { file, layer: index });
    }
  });
  return { layers: layers.map(layer => ({ ...layer, lostBytes: lost.get(layer.index) ?? 0 })), files };
}

const WHITEOUT = ".wh.";
const OPAQUE = ".wh..wh..opq";

function isWhiteout(path: string): boolean {
  return nameOf(path).startsWith(WHITEOUT);
}
