import { exactStart } from "../../../docker/compose/scalars";
import type { ComposeCommand } from "../../../docker/compose/types";
import { plainText } from "../../../docker/dockerfile/logical-text";
import { parseShell } from "../../../docker/shell/parse";
import { isShell } from "../../../docker/shell/unwrap";
import { defineRule } from "../../define-rule";
import { merged, scalarAt } from "../../query/compose";
import { replace, shorten, suggestion } from "../../query/fixing";

/** The first operator of a command line that only a shell understands; null where there is none. */
function operatorOf(command: ComposeCommand): { readonly operator: string; readonly start: number } | null {
  if (command.words !== null) {
    const word = command.words.find(each => each.text === "&&" || each.text === "||" || each.text === "|");
    return word === undefined ? null : { operator: word.text, start: -1 };
  }
  const { commands } = parseShell(plainText(command.text, 0));
  const top = commands.filter(each => each.depth === 0 && each.wrapper === null);
  const first = top[0];
  if (first?.name == null || isShell(first.name)) return null;
  const next = top.find(each => each.connector !== null && ["&&", "||", "|", ";"].includes(each.connector));
  if (next?.connector == null) return null;
  const start = command.text.lastIndexOf(next.connector, next.span.start);
  return { operator: next.connector, start };
}

export const rule = defineRule({
  target: "compose",
  id: "shell-operator-in-command",
  code: "DD2114",
  severity: "error",
  mirrors: [],
  what: "A `command` or `entrypoint` with `&&`, `||`, `|` or `;` and no shell to read them.",
  why: "Compose starts the first program and gives it everything else as arguments.",
  todo: 'Write `sh -c "first && exec second"`.',
  bad: "services:\n  web:\n    image: shop:1\n    command: python manage.py migrate «&&» gunicorn shop.wsgi\n",
  good: 'services:\n  web:\n    image: shop:1\n    command: sh -c "python manage.py migrate && gunicorn shop.wsgi"\n',
  check: context => {
    for (const service of context.document.services) {
      for (const command of [service.command, service.entrypoint]) {
        if (command === null) continue;
        const entrypoint = merged(context, service, each => each.entrypoint);
        // An entry point may be a shell that reads the command.
        if (command === service.command && entrypoint !== null && /\b(?:ba|da|a|z)?sh\b/.test(entrypoint.text))
          continue;
        const found = operatorOf(command);
        if (found === null) continue;
        if (
          command.words !== null &&
          command.words.some(word => isShell(word.text.slice(word.text.lastIndexOf("/") + 1)))
        )
          continue;
        const exact = exactStart(context.text, command.node);
        const word = command.words?.find(each => each.text === found.operator);
        const span =
          word?.span ??
          (exact === null || found.start < 0
            ? command.span
            : { start: exact + found.start, end: exact + found.start + found.operator.length });
        const canWrap =
          command.words === null && exact !== null && !/["\\`]|\$\$/.test(command.text) && !command.text.includes("\n");
        context.report(
          span,
          `No shell reads \`${found.operator}\` here: \`${shorten(command.text.split(/\s/)[0] ?? "", 24)}\` is given it and all that follows as arguments. Write \`sh -c "…"\`.`,
          {
            fixes: canWrap
              ? [
                  suggestion(
                    'Wrap in sh -c "…"',
                    replace(
                      command.span,
                      scalarAt(context.text, context.document.root, command.span.start, `sh -c "${command.text}"`),
                    ),
                  ),
                ]
              : [],
          },
        );
      }
    }
  },
});
