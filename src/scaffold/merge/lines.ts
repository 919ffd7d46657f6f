import { append, type MergeResult } from "./merge-result";

/** Ignore files: lines that are missing are added at the end, where they win; nothing is taken away. */
export function mergeLines(before: string, proposal: string): MergeResult {
  const present = new Set(before.split(/\r?\n/).map(line => normal(line)));
  const wanted = proposal.split("\n").filter(line => line.trim() !== "" && !line.startsWith("#"));
  // A person's exception (`!docs`) is a wish that a rule of ours must not undo.
  const missing = wanted.filter(line => !present.has(normal(line)) && !present.has(`!${normal(line)}`));
  if (missing.length === 0) return { kind: "same" };
  const addition = `${before.trim() === "" ? "" : "\n"}${missing.join("\n")}\n`;
  return {
    kind: "merged",
    text: append(before, addition),
    note: `${missing.length} ${missing.length === 1 ? "line is" : "lines are"} added at the end.`,
  };
}

/** `/.venv/`, `.venv` and `**` + `/.venv` mean the same for what Drydock adds. */
function normal(line: string): string {
  return line
    .trim()
    .replace(/^(!?)\*\*\//, "$1")
    .replace(/^(!?)\//, "$1")
    .replace(/\/\*?$/, "");
}
