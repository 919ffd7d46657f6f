import { mountsOf } from "../../../docker/dockerfile/mounts";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "variable-copy-from",
  code: "DD1043",
  severity: "error",
  mirrors: ["DL3022"],
  what: "COPY --from, or `from=` of a mount, with a variable.",
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
    for (const instruction of instructionsOf(context, "RUN")) {
      for (const { from, flag } of mountsOf(instruction)) {
        if (from === null || !from.includes("$")) continue;
        const name = shorten(from, 30);
        const whole = flag.valueSpan ?? flag.span;
        const at = context.text.slice(whole.start, whole.end).indexOf(from);
        const span = at === -1 ? whole : { start: whole.start + at, end: whole.start + at + from.length };
        context.report(
          span,
          `\`${name}\` is not expanded here, so the build stops. Add \`FROM ${name} AS name\` and mount from that stage.`,
          { mirrors: [] },
        );
      }
    }
  },
});
