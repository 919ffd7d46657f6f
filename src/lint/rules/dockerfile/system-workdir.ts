import { defineRule } from "../../define-rule";
import { instructionsOf } from "../../query/stages";

const SYSTEM = ["/proc", "/boot", "/dev", "/initrd", "/lost+found", "/sys"] as const;

export const rule = defineRule({
  target: "dockerfile",
  id: "system-workdir",
  code: "DD1056",
  severity: "warning",
  mirrors: ["DS-0030"],
  what: "WORKDIR in a folder of the operating system.",
  why: "Files written there vanish or disturb the system: `/proc`, `/dev` and `/sys` are mounted over when the container starts.",
  todo: "Use a folder of its own, such as `/app`.",
  bad: "FROM python:3.13-slim\nWORKDIR «/proc/app»\n",
  good: "FROM python:3.13-slim\nWORKDIR /app\n",
  check: context => {
    for (const instruction of instructionsOf(context, "WORKDIR")) {
      const path = instruction.words[0]?.value ?? "";
      const folder = SYSTEM.find(each => path === each || path.startsWith(`${each}/`));
      if (folder === undefined) continue;
      context.report(
        instruction.bodySpan,
        `\`${folder}\` belongs to the system and hides files written there. Use a folder of its own, such as \`/app\`.`,
        {
          mirrors: folder === "/sys" || path === folder ? [] : ["DS-0030"],
        },
      );
    }
  },
});
