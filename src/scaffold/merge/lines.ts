import { append, type MergeResult } from "./merge-result";

/** Ignore files: lines that are missing are added at the end, where they win; nothing is taken away. */
export function mergeLines(before: string, proposal: string): MergeResult {
  const lines = before.split(/\r?\n/).map(line => line.trim());
  const present = new Set(lines.map(normal));
  const everywhere = new Set(lines.filter(line => line.startsWith("**/")).map(normal));
  const wanted = proposal.split("\n").filter(line => line.trim() !== "" && !line.startsWith("#"));
  // Secrets and environments stay out of an image in every folder; for the rest a rule for the top does.
  // A person's exception (`!docs`) is a wish that a rule of ours must not undo.
  const missing = wanted.filter(line => {
    const same = isOfEnvironment(line) ? everywhere : present;
    return !same.has(normal(line)) && !present.has(`!${normal(line)}`);
  });
  if (missing.length === 0) return { kind: "same" };
  const addition = `${before.trim() === "" ? "" : "\n"}${missing.join("\n")}\n`;
  return {
    kind: "merged",
    text: append(before, addition),
    note: `${missing.length} ${missing.length === 1 ? "line is" : "lines are"} added at the end.`,
  };
}

function isOfEnvironment(line: string): boolean {
  return /^\*\*\/\.?v?env\b/.test(line);
}

/**
 * `/.venv/` and `.venv` mean the same for what Drydock adds. In a .dockerignore both name what lies at the top alone, so
 * that they do not stand for `**` + `/.venv`, while that stands for them.
 */
function normal(line: string): string {
  return line
    .trim()
    .replace(/^(!?)\*\*\//, "$1")
    .replace(/^(!?)\//, "$1")
    .replace(/\/\*?$/, "");
}
