import { lastOf } from "../../../docker/dockerfile/stages";
import { isShell } from "../../../docker/shell/unwrap";
import { nameOf } from "../../../model/paths";
import type { DockerfileContext } from "../../dockerfile-context";
import type { CommandInstruction, Word } from "../../../docker/dockerfile/types";
import { defineRule } from "../../define-rule";
import { replace, shorten, suggestion } from "../../query/fixing";
import { systemOf } from "../../query/known-runs";
import { instructionsOf } from "../../query/stages";

const VARIABLE = /\$(?:\{[A-Z_][A-Z0-9_]*\}|[A-Z_][A-Z0-9_]*)/;

/** True where a shell, a program of the image's own, or one that expands by itself may read the words. */
function mayExpand(context: DockerfileContext, instruction: CommandInstruction, items: readonly Word[]): boolean {
  const stage = context.stageOf(instruction);
  if (stage === null || systemOf(context, stage) === null) return true;
  if (instruction.kind === "CMD" && lastOf(stage, "ENTRYPOINT") !== null) return true;
  return items.some(
    ({ value }) => isShell(nameOf(value)) || /^(?:\S*\.sh|envsubst|eval|-[a-z]*[ce]|&&|\|+|;)$/.test(value),
  );
}

/** The same command for a shell; null where a word needs more quoting than double quotes give. */
function forShell(items: readonly Word[]): string | null {
  const words = items.map(({ value }) => {
    if (/^[\w@%+=:,./-]+$/.test(value)) return value;
    return /["\\`']|\$\(/.test(value) ? null : /^[\w@%+=:,./${}-]+$/.test(value) ? value : `"${value}"`;
  });
  if (words.includes(null)) return null;
  return `["sh", "-c", ${JSON.stringify(`exec ${words.join(" ")}`)}]`;
}

export const rule = defineRule({
  target: "dockerfile",
  id: "unexpanded-variable",
  code: "DD1170",
  severity: "error",
  mirrors: [],
  what: "A JSON array of CMD or ENTRYPOINT with a variable in it and no shell that reads it.",
  why: "Nobody replaces the variable: the program is given the dollar sign and the name.",
  todo: 'Write `["sh", "-c", "exec …"]`, or the value itself.',
  bad: 'FROM python:3.13-slim\nENV PORT=8000\nCMD ["uvicorn", "shop:app", "--port", «"$PORT"»]\n',
  good: 'FROM python:3.13-slim\nENV PORT=8000\nCMD ["sh", "-c", "exec uvicorn shop:app --port $PORT"]\n',
  check: context => {
    for (const instruction of instructionsOf(context, "CMD", "ENTRYPOINT")) {
      const items = instruction.json?.items ?? [];
      const item = items.find(each => VARIABLE.test(each.value));
      if (item === undefined || instruction.onbuild || instruction.json === null) continue;
      if (mayExpand(context, instruction, items)) continue;
      const whole = forShell(items);
      context.report(
        item.span,
        `No shell reads this array, so the program is given \`${shorten(VARIABLE.exec(item.value)?.[0] ?? "", 30)}\` as it stands. Start it by \`sh -c\`.`,
        {
          fixes:
            whole === null || instruction.kind === "ENTRYPOINT"
              ? []
              : [suggestion("Start by sh -c", replace(instruction.json.span, whole))],
        },
      );
    }
  },
});
