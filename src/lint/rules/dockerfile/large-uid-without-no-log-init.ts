import { defineRule } from "../../define-rule";
import { commandsNamed, flagValue, hasFlag, nameSpan } from "../../query/commands";
import { insert, safeFix, shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "dockerfile",
  id: "large-uid-without-no-log-init",
  code: "DD1137",
  severity: "warning",
  mirrors: ["DL3046"],
  what: "useradd with a number of six or more digits and without `-l`.",
  why: "It writes a log file with a hole as large as the number, which makes the layer huge.",
  todo: "Add `-l`.",
  bad: "FROM debian:13\nRUN «useradd» -u 123456 app\n",
  good: "FROM debian:13\nRUN useradd -l -u 123456 app\n",
  check: context => {
    for (const run of context.runs) {
      for (const command of commandsNamed(run, "useradd")) {
        if (hasFlag(command, "l", "no-log-init")) continue;
        const uid = flagValue(command, "u", "uid");
        if (uid === null || !/^\d{6,}$/.test(uid.text)) continue;
        const span = nameSpan(command);
        context.report(
          span,
          `For user ${shorten(uid.text, 20)} a log file of that length is made, which bloats the layer. Add \`-l\`.`,
          {
            fixes: [safeFix("Add -l", insert(span.end, " -l"))],
          },
        );
      }
    }
  },
});
