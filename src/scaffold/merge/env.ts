import { append, type MergeResult } from "./merge-result";

/** Sample files: variables that are not mentioned, not even in a comment, are added with their description. */
export function mergeEnv(before: string, proposal: string): MergeResult {
  const mentioned = new Set(
    [...before.matchAll(/^[ \t]*(?:#[ \t]*)?(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.]*)[ \t]*=/gm)].map(
      match => match[1],
    ),
  );
  const lines = proposal.split("\n");
  const missing: string[] = [];
  lines.forEach((line, at) => {
    const name = line.match(/^(?:# )?([A-Za-z_][A-Za-z0-9_.]*)=/)?.[1];
    if (name === undefined || mentioned.has(name)) return;
    const above = lines[at - 1] ?? "";
    if (above.startsWith("#") && !/^# [A-Za-z_]\w*=/.test(above)) missing.push(above);
    missing.push(line);
  });
  if (missing.length === 0) return { kind: "same" };
  const count = missing.filter(line => /^(?:# )?[A-Za-z_][A-Za-z0-9_.]*=/.test(line)).length;
  return {
    kind: "merged",
    text: append(before, `${before.trim() === "" ? "" : "\n"}${missing.join("\n")}\n`),
    note: `${count} ${count === 1 ? "variable is" : "variables are"} added at the end.`,
  };
}
