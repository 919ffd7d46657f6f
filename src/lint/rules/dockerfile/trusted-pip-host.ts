import { defineRule } from "../../define-rule";
import { removeWithBlanks, suggestion } from "../../query/fixing";
import { isPip } from "../../query/pip";
import { settingsOf } from "../../query/settings";

export const rule = defineRule({
  target: "dockerfile",
  id: "trusted-pip-host",
  code: "DD1086",
  severity: "warning",
  mirrors: ["CKV2_DOCKER_4", "CKV2_DOCKER_16"],
  what: "pip is told to trust a host without checking its certificate.",
  why: "Anyone on the way can replace the packages that are installed.",
  todo: "Drop the option; give pip your certificate authority with `--cert` or `PIP_CERT`.",
  bad: "FROM python:3.13-slim\nRUN pip install «--trusted-host» pypi.example.com -r requirements.txt\n",
  good: "FROM python:3.13-slim\nRUN pip install -r requirements.txt\n",
  check: context => {
    const message =
      "pip does not check this host's certificate, so packages may be anyone's. Drop it, or give pip your CA with `--cert`.";
    for (const run of context.runs) {
      for (const command of run.commands) {
        if (!isPip(command)) continue;
        const at = command.arguments.findIndex(
          word => word.text === "--trusted-host" || word.text.startsWith("--trusted-host="),
        );
        const word = command.arguments[at];
        if (word === undefined) continue;
        const next = command.arguments[at + 1];
        const end = word.text.includes("=") || next === undefined ? word.span.end : next.span.end;
        context.report(word.span, message, {
          mirrors: ["CKV2_DOCKER_4"],
          fixes: [suggestion("Drop the Option", removeWithBlanks(context.text, { start: word.span.start, end }))],
        });
      }
    }
    for (const setting of settingsOf(context)) {
      if (setting.name === "PIP_TRUSTED_HOST" && setting.value !== "")
        context.report(setting.span, message, { mirrors: ["CKV2_DOCKER_16"] });
    }
  },
});
