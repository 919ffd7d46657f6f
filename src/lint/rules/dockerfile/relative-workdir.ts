import { chainOf } from "../../../docker/dockerfile/stages";
import type { Stage } from "../../../docker/dockerfile/stages";
import type { Instruction } from "../../../docker/dockerfile/types";
import { defineRule } from "../../define-rule";
import type { DockerfileContext } from "../../dockerfile-context";
import { expandKnown } from "../../query/expansion";
import { replace, shorten, suggestion } from "../../query/fixing";
import { isSecretName } from "../../../workspace/mask";
import { instructionsOf } from "../../query/stages";

/** True for `/x`, `C:\x` and for a path that begins with a variable. */
function isAbsolute(path: string): boolean {
  return /^[/$\\]/.test(path) || /^[A-Za-z]:/.test(path) || /^[A-Za-z]\$/.test(path);
}

/** The path that a variable stands for, where the file says it; null where it is unknown or empty. */
function wholeValue(context: DockerfileContext, instruction: Instruction): string | null {
  const [word] = instruction.kind === "WORKDIR" ? instruction.words : [];
  const value = word === undefined ? null : expandKnown(context, instruction, word);
  return value === "" ? null : value;
}

export const rule = defineRule({
  target: "dockerfile",
  id: "relative-workdir",
  code: "DD1053",
  severity: "warning",
  mirrors: ["DL3000", "WORKDIR_IS_NOT_ABSOLUTE", "DS-0009", "CKV_DOCKER_10", "WorkdirRelativePath"],
  what: "WORKDIR with a path that is not absolute.",
  why: "Where it leads depends on earlier lines, and on the base image when there are none.",
  todo: "Write the whole path.",
  bad: "FROM python:3.13-slim\nWORKDIR «app»\n",
  good: "FROM python:3.13-slim\nWORKDIR /app\n",
  check: context => {
    const known = new Map<Stage, number>();
    /** Index of the first absolute WORKDIR of a stage and of those it is built on. */
    const firstAbsolute = (stage: Stage): number => {
      let first = known.get(stage);
      if (first === undefined) {
        const all = chainOf(stage).flatMap(part => part.byKind.get("WORKDIR") ?? []);
        const absolute = all.filter(each => each.kind === "WORKDIR" && isAbsolute(each.words[0]?.value ?? ""));
        first = absolute.reduce((least, { index }) => Math.min(least, index), Number.POSITIVE_INFINITY);
        known.set(stage, first);
      }
      return first;
    };
    for (const instruction of instructionsOf(context, "WORKDIR")) {
      const path = instruction.words[0]?.value ?? "";
      const stage = context.stageOf(instruction);
      const hasAbsolute = stage !== null && firstAbsolute(stage) < instruction.index;
      if (/^\$/.test(path)) {
        const value = hasAbsolute ? null : wholeValue(context, instruction);
        if (value === null || isAbsolute(value)) continue;
        context.report(
          instruction.bodySpan,
          `\`${shorten(path)}\` is ${isSecretName(path) ? "a relative path" : `\`${shorten(value)}\``} here, which lies wherever the base image's WORKDIR is. Give it the whole path.`,
          { mirrors: ["WorkdirRelativePath"] },
        );
        continue;
      }
      if (path === "" || isAbsolute(path)) continue;
      const quote = /^["']/.test(instruction.body.text) ? 1 : 0;
      const clean = path.replace(/^\.\//, "");
      const start = instruction.bodySpan.start + quote;
      context.report(
        instruction.bodySpan,
        hasAbsolute
          ? `\`${shorten(path)}\` is below the WORKDIR before it, which is easily overlooked. Write the whole path.`
          : `\`${shorten(path)}\` lies wherever the base image's WORKDIR is. Write the whole path, such as \`/${shorten(clean === "." || clean.startsWith("..") ? "app" : clean)}\`.`,
        {
          ...(hasAbsolute
            ? { severity: "hint" as const, mirrors: ["DL3000", "WORKDIR_IS_NOT_ABSOLUTE", "DS-0009", "CKV_DOCKER_10"] }
            : {}),
          fixes:
            hasAbsolute || clean === "." || clean.startsWith("..")
              ? []
              : [suggestion(`Change to /${clean}`, replace({ start, end: start + path.length - clean.length }, "/"))],
        },
      );
    }
  },
});
