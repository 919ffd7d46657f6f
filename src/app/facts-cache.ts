import { createHash } from "node:crypto";
import { openValueStore } from "../host/value-store";
import type { PythonFacts } from "../python/facts";
import type { FactsCache } from "../python/read-project";
import { cacheFileOf } from "./cache-file";

/** Facts by content for one folder, kept under the cache folder; null where that lies in the folder itself. */
export function openFactsCache(cacheFolder: string, root: string): OpenedCache | null {
  const file = cacheFileOf(cacheFolder, "facts", root, process.env.DRYDOCK_SCANNER);
  if (file === null) return null;
  const store = openValueStore(file);
  return {
    cache: { get: key => store.get(key) as PythonFacts | undefined, set: (key, facts) => store.set(key, facts) },
    hash: bytes => createHash("sha256").update(bytes).digest("base64"),
    save: () => store.save(),
  };
}

export interface OpenedCache {
  readonly cache: FactsCache;
  readonly hash: (bytes: Uint8Array) => string;
  readonly save: () => void;
}
