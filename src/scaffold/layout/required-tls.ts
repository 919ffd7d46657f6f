import type { Place } from "../../model/place";
import type { Workspace } from "../../workspace/workspace";
import { codePaths } from "./writing-code";

/**
 * `dj_database_url.config(ssl_require=…)`, `OPTIONS = {"sslmode": "require"}`, `connect(sslmode="require")` and
 * `"…/shop?sslmode=require"` (libpq: "SSL Support", "sslmode"). Modes that verify a certificate are no server's of ours.
 */
const REQUIRED =
  /\bssl_require\s*=\s*(?!(?:False|None)\b)["'\w(]|\bsslmode\b["']?\s*[:=]\s*["']?require\b|\bssl=require\b/;

/** Where the code may refuse a PostgreSQL that speaks no TLS; null where it never does. */
export function readRequiredTls(workspace: Workspace, unit: string): Place | null {
  for (const path of codePaths(workspace, unit)) {
    const text = workspace.text(path) ?? "";
    if (!/ssl/.test(text)) continue;
    let offset = 0;
    for (const line of text.split("\n")) {
      const found = REQUIRED.exec(line.replace(/^\s*#.*/, ""));
      if (found) return workspace.place(path, offset + found.index, "medium");
      offset += line.length + 1;
    }
  }
  return null;
}
