import { mountsOf } from "../../../docker/dockerfile/mounts";
import { nearest } from "../../../model/nearest";
import { defineRule } from "../../define-rule";
import { replace, shorten, suggestion } from "../../query/fixing";
import { wholeText } from "../../query/known-runs";

const SECRET = /\/run\/secrets\/([\w.-]+)/;

export const rule = defineRule({
  target: "dockerfile",
  id: "unmounted-secret",
  code: "DD1180",
  severity: "error",
  mirrors: [],
  what: "RUN reads a file below `/run/secrets` that none of its mounts puts there.",
  why: "The file does not exist in the step; inside `$(…)` the shell goes on with an empty text.",
  todo: "Write the id of the mount as the file's name, or add `--mount=type=secret,id=…`.",
  bad: 'FROM python:3.13-slim\nRUN --mount=type=secret,id=pip_token TOKEN="$(cat «/run/secrets/token»)" && echo "$TOKEN" | wc -c\n',
  good: 'FROM python:3.13-slim\nRUN --mount=type=secret,id=pip_token TOKEN="$(cat /run/secrets/pip_token)" && echo "$TOKEN" | wc -c\n',
  check: context => {
    for (const run of context.runs) {
      const secrets = mountsOf(run.instruction).filter(mount => mount.type === "secret");
      if (secrets.length === 0 || secrets.some(mount => `${mount.id ?? ""}${mount.target ?? ""}`.includes("$")))
        continue;
      const paths = secrets.map(mount => mount.target ?? `/run/secrets/${mount.id ?? ""}`);
      const text = wholeText(context, run.instruction);
      // A test or a fallback says what a missing file means.
      if (/\|\||\[ |\btest\b|\bif\b/.test(text)) continue;
      for (const command of run.commands) {
        const word = command.words.find(each => each.value !== null && SECRET.test(each.value));
        const path = word?.value == null ? undefined : SECRET.exec(word.value)?.[0];
        if (word === undefined || path === undefined || command.name !== "cat") continue;
        if (paths.some(each => path === each || path.startsWith(`${each}/`))) continue;
        const hint = paths.length === 1 ? paths[0] : nearest(path, paths);
        context.report(
          word.span,
          `No mount of this RUN puts \`${shorten(path, 40)}\` there. ${hint == null ? "Add a secret mount of that id." : `Write \`${shorten(hint, 40)}\`.`}`,
          {
            fixes:
              hint == null || word.raw !== path
                ? []
                : [suggestion(`Write ${shorten(hint, 40)}`, replace(word.span, hint))],
          },
        );
      }
    }
  },
});
