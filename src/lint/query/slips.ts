/**
 * True where two names differ by one slip of the keyboard: a letter too many, one too few, a wrong one, or two that changed places.
 * Names that differ in a digit, or by an ending such as a plural of a whole word, are meant to differ.
 */
export function isSlip(written: string, meant: string): boolean {
  if (written === meant || Math.abs(written.length - meant.length) > 1 || written.length < 5) return false;
  let at = 0;
  while (at < written.length && written[at] === meant[at]) at++;
  const rest = (text: string, skipped: number): string => text.slice(at + skipped);
  if (/\d/.test(`${written[at] ?? ""}${meant[at] ?? ""}`)) return false;
  if (written.length > meant.length) return rest(written, 1) === rest(meant, 0) && at < meant.length;
  if (written.length < meant.length) return rest(written, 0) === rest(meant, 1) && at < written.length;
  if (rest(written, 1) === rest(meant, 1)) return true;
  return written[at] === meant[at + 1] && written[at + 1] === meant[at] && rest(written, 2) === rest(meant, 2);
}
