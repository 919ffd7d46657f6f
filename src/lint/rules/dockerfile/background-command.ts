import { isShell } from "../../../docker/shell/unwrap";
import { nameOf } from "../../../model/paths";
import { sourceSpan } from "../../../docker/dockerfile/logical-text";
import { defineRule } from "../../define-rule";
import { instructionsOf } from "../../query/stages";

const ENDS_IN_BACKGROUND = /(?:^|[^&>\\])&\s*$/;

export const rule = defineRule({
  target: "dockerfile",
  id: "background-command",
  code: "DD1182",
  severity: "error",
  mirrors: [],
  what: "CMD or ENTRYPOINT that ends with `&`.",
  why: "The shell starts the program in the background and ends, and the container with it.",
  todo: "Leave `&` out: a container runs its program in the foreground.",
  bad: "FROM python:3.13-slim\nCMD gunicorn shop:app «&»\n",
  good: 'FROM python:3.13-slim\nCMD ["gunicorn", "shop:app"]\n',
  check: context => {
    for (const { json, body, onbuild } of instructionsOf(context, "CMD", "ENTRYPOINT")) {
      const last = json?.items.at(-1);
      if (onbuild) continue;
      if (json === null) {
        if (body.text.startsWith("[") || !ENDS_IN_BACKGROUND.test(body.text)) continue;
        const at = body.text.lastIndexOf("&");
        context.report(
          sourceSpan(body, at, at + 1),
          "The shell ends after `&`, and the container with it. Remove `&`.",
        );
      } else if (
        last !== undefined &&
        ENDS_IN_BACKGROUND.test(last.value) &&
        isShell(nameOf(json.items[0]?.value ?? ""))
      ) {
        context.report(last.span, "The shell ends after `&`, and the container with it. Remove `&`.");
      }
    }
  },
});
