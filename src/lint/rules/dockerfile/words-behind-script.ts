import { isShell } from "../../../docker/shell/unwrap";
import { nameOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import { replace, shorten, suggestion } from "../../query/fixing";
import { readsArguments, scriptIndex } from "../../query/shell-arrays";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "words-behind-script",
  code: "DD1183",
  severity: "error",
  mirrors: [],
  what: 'A JSON array such as `["sh", "-c", "python", "app.py"]`, with more words behind the script.',
  why: "The shell runs the first word behind `-c` alone; the rest become `$0` and `$1`, which nobody reads.",
  todo: "Write the whole command line as one text behind `-c`.",
  bad: 'FROM python:3.13-slim\nCMD ["sh", "-c", "python", «"app.py"»]\n',
  good: 'FROM python:3.13-slim\nCMD ["sh", "-c", "python app.py"]\n',
  check: context => {
    for (const { json } of instructionsOf(context, "CMD", "ENTRYPOINT", "RUN")) {
      if (json === null || !isShell(nameOf(json.items[0]?.value ?? ""))) continue;
      const at = scriptIndex(json.items.map(item => item.value));
      const script = at === null ? undefined : json.items[at];
      const rest = at === null ? [] : json.items.slice(at + 1);
      const [first] = rest;
      if (
        script === undefined ||
        first === undefined ||
        readsArguments(
          script.value,
          rest.map(item => item.value),
        )
      )
        continue;
      const words = [script, ...rest].map(item => item.value);
      const canJoin = words.every(word => /^[\w@%+=:,./ -]+$/.test(word));
      context.report(
        { start: first.span.start, end: rest.at(-1)?.span.end ?? first.span.end },
        `The shell runs \`${shorten(script.value, 30)}\` alone and never reads what stands behind it. Write one text.`,
        {
          fixes: canJoin
            ? [
                suggestion(
                  "Write One Text",
                  replace(
                    { start: script.span.start, end: rest.at(-1)?.span.end ?? first.span.end },
                    JSON.stringify(words.join(" ")),
                  ),
                ),
              ]
            : [],
        },
      );
    }
  },
});
