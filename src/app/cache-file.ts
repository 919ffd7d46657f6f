import { createHash } from "node:crypto";
import * as path from "node:path";
import { VERSION } from "./version";

/**
 * Where something about one folder is kept under the cache folder, by what wrote it; null where the cache folder lies in the
 * folder itself, of which nothing is kept.
 */
export function cacheFileOf(cacheFolder: string, kind: "facts" | "recon", root: string, writer = ""): string | null {
  const relative = path.relative(root, cacheFolder);
  if (relative === "" || (!relative.startsWith("..") && !path.isAbsolute(relative))) return null;
  const name = createHash("sha256").update(root).digest("hex").slice(0, 24);
  return path.join(cacheFolder, kind, `${name}-${VERSION}-${writer}`);
}
