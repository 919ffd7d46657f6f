import { DrydockError } from "../../src/model/error";
import type { Files } from "../../src/model/ports";

/** The `Files` port over a map of path to text or bytes; writes change the map. */
export function memoryFiles(
  contents: Readonly<Record<string, string | Uint8Array>>,
  root = "/workspace",
): Files & { readonly contents: Map<string, Uint8Array> } {
  const encoder = new TextEncoder();
  const map = new Map(
    Object.entries(contents).map(([path, content]) => [
      path,
      typeof content === "string" ? encoder.encode(content) : content,
    ]),
  );
  return {
    root,
    contents: map,
    async list(enter) {
      const files: { path: string; bytes: number; executable: boolean }[] = [];
      const names = new Map<string, Set<string>>();
      for (const path of map.keys()) {
        const parts = path.split("/");
        parts.forEach((part, index) => {
          const folder = parts.slice(0, index).join("/");
          const known = names.get(folder) ?? new Set<string>();
          names.set(folder, known.add(part));
        });
      }
      const entered = new Map<string, boolean>();
      const mayEnter = async (folder: string): Promise<boolean> => {
        const known = entered.get(folder);
        if (known !== undefined) return known;
        const parent = folder.includes("/") ? folder.slice(0, folder.lastIndexOf("/")) : "";
        const may =
          (folder === "" || (await mayEnter(parent))) && (await enter(folder, [...(names.get(folder) ?? [])]));
        entered.set(folder, may);
        return may;
      };
      for (const [path, bytes] of map) {
        const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
        if (await mayEnter(folder)) files.push({ path, bytes: bytes.length, executable: false });
      }
      return { files, problems: [] };
    },
    read: (path, limit) => Promise.resolve(map.get(path)?.subarray(0, limit) ?? null),
    open: path => {
      const bytes = map.get(path);
      return Promise.resolve(bytes === undefined ? null : { bytes: bytes.length, chunks: chunksOf(bytes) });
    },
    exists: path => Promise.resolve(map.has(path)),
    isWritable: () => Promise.resolve(true),
    setMode: () => Promise.resolve(),
    writeAll(changes) {
      for (const { path, before } of changes) {
        const present = map.get(path);
        if ((present === undefined ? null : new TextDecoder().decode(present)) !== before) {
          return Promise.reject(
            new DrydockError(
              "target-changed",
              `${path} changed.`,
              "It is not what the plan was made from.",
              "Plan again.",
            ),
          );
        }
      }
      for (const { path, text } of changes) map.set(path, encoder.encode(text));
      return Promise.resolve();
    },
  };
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
