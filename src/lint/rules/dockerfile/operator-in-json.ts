import { defineRule } from "../../define-rule";
import { forShell, mayRead, operatorsOf } from "../../query/exec-form";
import { replace, shorten, suggestion } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "operator-in-json",
  code: "DD1193",
  severity: "error",
  mirrors: [],
  what: "A JSON array of CMD, ENTRYPOINT or RUN with `&&`, a pipe or a redirection as an item, and no shell that reads it.",
  why: "The first program is given the operator and all that follows as arguments.",
  todo: 'Write `["sh", "-c", "first && exec second"]`.',
  bad: 'FROM python:3.13-slim\nCMD ["python", "manage.py", "migrate", «"&&"», "gunicorn", "shop.wsgi"]\n',
  good: 'FROM python:3.13-slim\nCMD ["sh", "-c", "python manage.py migrate && exec gunicorn shop.wsgi"]\n',
  check: context => {
    for (const instruction of instructionsOf(context, "CMD", "ENTRYPOINT", "RUN")) {
      const { json } = instruction;
      const items = json?.items ?? [];
      const item = items[operatorsOf(items)[0] ?? items.length];
      if (json === null || item === undefined || instruction.onbuild || mayRead(context, instruction)) continue;
      const whole = instruction.kind === "ENTRYPOINT" ? null : forShell(items);
      context.report(
        item.span,
        `No shell reads \`${item.value}\` here: \`${shorten(items[0]?.value ?? "", 24)}\` is given it and all that follows as arguments. Start it by \`sh -c\`.`,
        { fixes: whole === null ? [] : [suggestion("Start by sh -c", replace(json.span, whole))] },
      );
    }
  },
});
