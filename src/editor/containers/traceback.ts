/** A Python traceback in a log. */
export interface Traceback {
  readonly text: string;
  /** What it says in the end, such as `ValueError: bad port`. */
  readonly exception: string;
  /** From the outermost call to the innermost. */
  readonly frames: readonly { readonly path: string; readonly line: number }[];
}

const start = "Traceback (most recent call last):";

/** The first traceback in the lines of one container; null where there is none that is whole. */
export function firstTraceback(lines: readonly string[]): Traceback | null {
  const from = lines.findIndex(line => line.trimEnd().endsWith(start));
  if (from === -1) return null;
  const length = lines.slice(from + 1).findIndex(line => line !== "" && !/^\s/.test(line));
  if (length === -1) return null;
  const own = lines.slice(from, from + length + 2);
  return {
    text: own.join("\n"),
    exception: own.at(-1) ?? "",
    frames: own.flatMap(line => {
      const match = /^\s+File "([^"]+)", line (\d+)/.exec(line);
      return match ? [{ path: match[1] ?? "", line: Number(match[2]) }] : [];
    }),
  };
}
