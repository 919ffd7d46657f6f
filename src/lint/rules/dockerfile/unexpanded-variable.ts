import { defineRule } from "../../define-rule";
import { replace, shorten, suggestion } from "../../query/fixing";
import { forShell, mayRead, operatorsOf } from "../../query/exec-form";
import { instructionsOf } from "../../query/stages";

const VARIABLE = /\$(?:\{[A-Z_][A-Z0-9_]*\}|[A-Z_][A-Z0-9_]*)/;

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
      // An operator is told instead.
      if (mayRead(context, instruction) || operatorsOf(items).length > 0) continue;
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
