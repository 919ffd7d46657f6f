import { defineRule } from "../../define-rule";
import { replace, safeFix } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "shell-without-json",
  code: "DD1074",
  severity: "error",
  mirrors: ["SHELL_JSON_FORM", "SHELL_REQUIRES_ONE"],
  what: "SHELL with something other than a JSON array, or with an empty one.",
  why: "The build stops.",
  todo: "Write a JSON array of strings in double quotes.",
  bad: "FROM python:3.13-slim\nSHELL «/bin/bash -c»\n",
  good: 'FROM python:3.13-slim\nSHELL ["/bin/bash", "-c"]\n',
  check: context => {
    for (const { json, body, bodySpan, words } of instructionsOf(context, "SHELL")) {
      if (json !== null && json.items.length > 0) continue;
      if (json !== null) {
        context.report(bodySpan, "`SHELL` is empty, so the build stops here. Write the shell and its flags.", {
          mirrors: ["SHELL_REQUIRES_ONE"],
        });
      } else if (body.text !== "") {
        const isPlain = /^[\w/.\- ]+$/.test(body.text) && words.length > 0;
        const array = `[${words.map(word => JSON.stringify(word.value)).join(", ")}]`;
        context.report(
          bodySpan,
          "`SHELL` needs a JSON array, so the build stops here. Write the words in brackets and double quotes.",
          {
            mirrors: ["SHELL_JSON_FORM"],
            fixes: isPlain ? [safeFix("Write a JSON Array", replace(bodySpan, array))] : [],
          },
        );
      }
    }
  },
});
