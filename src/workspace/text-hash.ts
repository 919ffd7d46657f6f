import { createHash } from "node:crypto";

/** `sha256:` and the hex digest of a text's UTF-8 bytes, as `.drydock.yaml` keeps it. */
export function hashOf(text: string): string {
  return `sha256:${createHash("sha256").update(text, "utf8").digest("hex")}`;
}
