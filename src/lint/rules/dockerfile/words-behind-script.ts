import { isShell } from "../../../docker/shell/unwrap";
import { nameOf } from "../../../model/paths";
import { defineRule } from "../../define-rule";
import { replace, shorten, suggestion } from "../../query/fixing";
import { joinedWords, readsArguments, scriptIndex } from "../../query/shell-arrays";
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
      const last = rest.at(-1);
      if (script === undefined || first === undefined || last === undefined) continue;
      const texts = rest.map(item => item.value);
      if (readsArguments(script.value, texts)) continue;
      const joined = joinedWords([script.value, ...texts]);
      const whole = { start: script.span.start, end: last.span.end };
      context.report(
        { start: first.span.start, end: last.span.end },
        `The shell runs \`${shorten(script.value, 30)}\` alone and never reads what stands behind it. Write one text.`,
        { fixes: joined === null ? [] : [suggestion("Write One Text", replace(whole, joined))] },
      );
    }
  },
});
