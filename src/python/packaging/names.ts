/**
 * A distribution's name as indexes compare it: lower case, runs of `-`, `_` and `.` are one `-`,
 * none of them and no blank at either end.
 * Source: PEP 503, "Normalized Names".
 */
export function normalizeName(name: string): string {
  let out = "";
  // What stands between two kept characters: nothing, blanks (no valid name has them) or separators.
  let between: "" | " " | "-" = "";
  for (const char of name.toLowerCase()) {
    if (char === "-" || char === "_" || char === ".") between = "-";
    else if (char.trim() === "") between ||= " ";
    else {
      if (out !== "") out += between;
      between = "";
      out += char;
    }
  }
  return out;
}

/** Whether a text is a valid distribution or extra name (PEP 508): letters and digits at both ends. */
export function isName(text: string): boolean {
  return /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,200}[A-Za-z0-9])?$/.test(text);
}
