import { append, type MergeResult } from "./merge-result";

/** A Makefile gains the targets that it has not; a target of the same name stays the person's. */
export function mergeMakefile(before: string, proposal: string): MergeResult {
  const present = new Set(
    [...before.matchAll(/^([^\s#:=][^#:=\n]*):(?!=)/gm)].flatMap(([, names = ""]) => names.trim().split(/\s+/)),
  );
  const blocks = proposal.trimEnd().split(/\n{2,}/);
  const missing = blocks.filter(block => {
    const target = /^([\w-]+):/m.exec(block)?.[1];
    return target !== undefined && !present.has(target);
  });
  if (missing.length === 0) return { kind: "same" };
  return {
    kind: "merged",
    text: append(before, `${before.trim() === "" ? "" : "\n"}${missing.join("\n\n")}\n`),
    note: `${missing.length} ${missing.length === 1 ? "target is" : "targets are"} added at the end.`,
  };
}
