import { defineRule } from "../../define-rule";
import { commandsNamed, nameSpan } from "../../query/commands";
import { isDynamic } from "../../query/packages";

const COMMANDS = ["free", "ifconfig", "kill", "mount", "ps", "service", "shutdown", "ssh", "top", "vim"] as const;

export const rule = defineRule({
  target: "dockerfile",
  id: "pointless-command",
  code: "DD1133",
  severity: "info",
  mirrors: ["DL3001"],
  what: "RUN uses a command that makes no sense in a build step, such as service, ps or top.",
  why: "A build step has no terminal and no running services, and what it starts ends with it.",
  todo: "Drop it; start programs with CMD.",
  bad: "FROM debian:13\nRUN «service» nginx start\n",
  good: 'FROM debian:13\nCMD ["nginx", "-g", "daemon off;"]\n',
  check: context => {
    for (const run of context.runs) {
      for (const command of commandsNamed(run, ...COMMANDS)) {
        // `kill $pid` ends what this very step has started.
        if (command.name === "kill" && command.arguments.some(isDynamic)) continue;
        context.report(
          nameSpan(command),
          `\`${command.name ?? ""}\` has no effect beyond this build step. Drop it, and start programs with \`CMD\`.`,
        );
      }
    }
  },
});
