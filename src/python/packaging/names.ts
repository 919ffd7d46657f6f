/**
 * A distribution's name as indexes compare it: lower case, runs of `-`, `_` and `.` are one `-`.
 * Source: PEP 503, "Normalized Names".
 */
export function normalizeName(name: string): string {
  let out = "";
  let isSeparator = false;
  for (const char of name.trim().toLowerCase()) {
    if (char === "-" || char === "_" || char === ".") {
      isSeparator = true;
      continue;
    }
    if (isSeparator && out !== "") out += "-";
    isSeparator = false;
    out += char;
  }
  return out;
}

/** Whether a text is a valid distribution or extra name (PEP 508): letters and digits at both ends. */
export function isName(text: string): boolean {
  return /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,200}[A-Za-z0-9])?$/.test(text);
}
