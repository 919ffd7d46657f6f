import { defineRule } from "../../define-rule";
import { hasArgument, nameSpan, operands } from "../../query/commands";
import { appendCommand, staysInImage } from "../../query/layers";
import { hasCacheMount } from "../../query/packages";

export const rule = defineRule({
  target: "dockerfile",
  id: "yarn-cache-left",
  code: "DD1111",
  severity: "info",
  mirrors: ["DL3060"],
  what: "yarn install without `yarn cache clean` after it.",
  why: "Yarn's cache stays in the layer.",
  todo: "End the RUN with `yarn cache clean`, or mount a cache over its folder.",
  bad: "FROM node:22\nRUN «yarn» install\n",
  good: "FROM node:22\nRUN yarn install && yarn cache clean\n",
  check: context => {
    for (const run of context.runs) {
      const install = run.commands.findIndex(
        command => command.name === "yarn" && operands(command)[0]?.text === "install",
      );
      const command = run.commands[install];
      if (
        command === undefined ||
        !staysInImage(context, run) ||
        hasCacheMount(run, ".cache/yarn", ".yarn", "yarn-cache")
      )
        continue;
      const isCleaned = run.commands
        .slice(install)
        .some(each => each.name === "yarn" && hasArgument(each, "cache") && hasArgument(each, "clean"));
      if (isCleaned) continue;
      context.report(nameSpan(command), "Yarn's cache stays in this layer. End this RUN with `yarn cache clean`.", {
        fixes: appendCommand(run, "yarn cache clean", "Add yarn cache clean"),
      });
    }
  },
});
