import { defineRule } from "../../define-rule";
import { insert, suggestion } from "../../query/fixing";
import { systemOf } from "../../query/known-runs";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "overwritten-path",
  code: "DD1188",
  severity: "error",
  mirrors: [],
  what: "ENV sets PATH to folders of its own and leaves out the system's.",
  why: "No later step and no container finds `sh`, `python` or any other program of the image.",
  todo: "Write `$PATH` behind the folder.",
  bad: 'FROM python:3.13-slim\nENV PATH=«"/opt/venv/bin"»\n',
  good: 'FROM python:3.13-slim\nENV PATH="/opt/venv/bin:$PATH"\n',
  check: context => {
    for (const instruction of instructionsOf(context, "ENV")) {
      const stage = context.stageOf(instruction);
      for (const { key, value } of instruction.pairs) {
        if (key.value !== "PATH" || value === null || stage === null || instruction.onbuild) continue;
        const folders = value.value.split(":");
        if (value.value.includes("$") || !folders.every(folder => folder.startsWith("/"))) continue;
        if (folders.some(folder => /^(?:\/usr)?(?:\/local)?\/s?bin\/?$/.test(folder))) continue;
        if (systemOf(context, stage) === null) continue;
        const isPlain = !value.raw.includes("'") && !value.raw.includes("\\");
        const at = value.raw.endsWith('"') ? value.span.end - 1 : value.span.end;
        context.report(
          value.span,
          "`PATH` loses the folders of the system, so no program is found any more. Write `:$PATH` behind it.",
          { fixes: isPlain ? [suggestion("Add :$PATH", insert(at, ":$PATH"))] : [] },
        );
      }
    }
  },
});
