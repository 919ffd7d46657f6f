const HEADER_BYTES = 12;
/** Times, device, inode, mode, owner, size, object name and flags of one entry (git: "index-format"). */
const ENTRY_BYTES = 62;
const IS_EXTENDED = 0x4000;

/**
 * Paths that git tracks, from the bytes of `.git/index` in the versions 2 to 4; null where they are no index that this
 * reads. A tracked file is never ignored, whatever `.gitignore` says (git: "gitignore").
 */
export function trackedPaths(bytes: Uint8Array): ReadonlySet<string> | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES || view.getUint32(0) !== 0x44495243) return null;
  const version = view.getUint32(4);
  if (version < 2 || version > 4) return null;
  const count = view.getUint32(8);
  const decoder = new TextDecoder();
  const paths = new Set<string>();
  let at = HEADER_BYTES;
  let before: Uint8Array = new Uint8Array();
  for (let entry = 0; entry < count; entry++) {
    const start = at;
    if (start + ENTRY_BYTES > bytes.length) return null;
    at += ENTRY_BYTES + (view.getUint16(start + ENTRY_BYTES - 2) & IS_EXTENDED ? 2 : 0);
    let shared = 0;
    if (version === 4) {
      const removed = lengthAt(bytes, at);
      if (!removed || removed.value > before.length) return null;
      at = removed.end;
      shared = before.length - removed.value;
    }
    const end = bytes.indexOf(0, at);
    if (end < 0) return null;
    const path = new Uint8Array(shared + end - at);
    path.set(before.subarray(0, shared));
    path.set(bytes.subarray(at, end), shared);
    before = path;
    paths.add(decoder.decode(path));
    // Entries of the older versions are padded with NULs to a multiple of eight bytes.
    at = version === 4 ? end + 1 : start + Math.ceil((end + 1 - start) / 8) * 8;
  }
  return paths;
}

/** The variable-width number of git's pack format ("offset encoding"). */
function lengthAt(bytes: Uint8Array, from: number): { readonly value: number; readonly end: number } | null {
  let value = 0;
  for (let at = from; at < Math.min(bytes.length, from + 5); at++) {
    const byte = bytes[at] ?? 0;
    value += byte & 0x7f;
    if ((byte & 0x80) === 0) return { value, end: at + 1 };
    value = (value + 1) * 128;
  }
  return null;
}
