import { defineRule } from "../../define-rule";

export const rule = defineRule({
  target: "dockerfile",
  id: "root-build-stage",
  code: "DD1077",
  severity: "hint",
  enabled: false,
  mirrors: ["DL3002"],
  what: "A stage that is not the final one ends as root.",
  why: "Nothing of it runs in the finished image. Off by default: build stages need root to install packages.",
  todo: "Switch to another user at the stage's end, where a policy asks for it.",
  bad: "FROM debian:13 AS build\nUSER «root»\nFROM debian:13\nUSER 10001\n",
  good: "FROM debian:13 AS build\nUSER 10001\nFROM debian:13\nUSER 10001\n",
  check: context => {
    for (const stage of context.graph.stages) {
      const user = stage.instructions.findLast(each => each.kind === "USER");
      if (stage.final || user === undefined || !/^(?:root|0+)(?:$|:)/.test(user.words[0]?.value ?? "")) continue;
      context.report(user.bodySpan, "This build stage ends as root. Switch to another user at its end.");
    }
  },
});
