import { createHash } from "node:crypto";
import * as path from "node:path";
import { openValueStore } from "../host/value-store";
import type { PythonFacts } from "../python/facts";
import type { FactsCache } from "../python/read-project";
import { VERSION } from "./version";

/** Facts by content for one folder, kept under the cache folder; null where that lies in the folder itself. */
export function openFactsCache(cacheFolder: string, root: string): OpenedCache | null {
  const relative = path.relative(root, cacheFolder);
  if (relative === "" || (!relative.startsWith("..") && !path.isAbsolute(relative))) return null;
  const name = createHash("sha256").update(root).digest("hex").slice(0, 24);
  const store = openValueStore(
    path.join(cacheFolder, "facts", `${name}-${VERSION}-${process.env.DRYDOCK_SCANNER ?? ""}`),
  );
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
