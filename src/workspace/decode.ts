const UTF8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Decodes a text file as its author meant it: byte order marks of UTF-8 and UTF-16 first, then a PEP 263 coding line
 * (`# -*- coding: latin-1 -*-`), then UTF-8, and Windows-1252 where the bytes are no UTF-8. Never throws.
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return decodeAs("utf-8", bytes.subarray(3));
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeAs("utf-16le", bytes.subarray(2));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs("utf-16be", bytes.subarray(2));
  try {
    return UTF8.decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return decodeAs(declaredEncoding(bytes) ?? "windows-1252", bytes);
  }
}

/** Whether the first 8,000 bytes hold a NUL that no UTF-16 mark explains: git's own test for binary files. */
export function isBinary(bytes: Uint8Array): boolean {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return !utf16 && bytes.subarray(0, 8000).includes(0);
}

function decodeAs(label: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(label).decode(bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, 200)).split("\n", 2).join("\n");
  return /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/m.exec(head)?.[1];
}
