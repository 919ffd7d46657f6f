import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "variable-copy-from",
  code: "DD1043",
  severity: "error",
  mirrors: ["DL3022"],
  what: "COPY --from with a variable.",
  why: "The builder does not expand variables there; the build stops.",
  todo: "Give the image a stage of its own with FROM, where variables are expanded, and name that stage.",
  bad: "ARG TOOLS=busybox:1.36\nFROM python:3.13-slim\nCOPY --from=«$TOOLS» /bin/wget /bin/wget\n",
  good: "ARG TOOLS=busybox:1.36\nFROM $TOOLS AS tools\nFROM python:3.13-slim\nCOPY --from=tools /bin/wget /bin/wget\n",
  check: context => {
    for (const { flags } of instructionsOf(context, "COPY")) {
      const flag = flags.find(each => each.name === "from");
      if (flag === undefined || flag.valueSpan === null || flag.variables.length === 0) continue;
      const name = shorten(flag.value ?? "", 30);
      context.report(
        flag.valueSpan,
        `\`${name}\` is not expanded here, so the build stops. Add \`FROM ${name} AS name\` and copy from that stage.`,
      );
    }
  },
});
