import { defineRule } from "../../define-rule";
import { commandsNamed, nameSpan } from "../../query/commands";

export const rule = defineRule({
  target: "dockerfile",
  id: "wget-and-curl",
  code: "DD1132",
  severity: "info",
  mirrors: ["DL4001", "DS-0014"],
  what: "A stage downloads with wget and with curl.",
  why: "Both have to be installed, updated and known.",
  todo: "Use one of them.",
  bad: "FROM debian:13\nRUN wget -q https://example.com/a\nRUN «curl» -O https://example.com/b\n",
  good: "FROM debian:13\nRUN wget -q https://example.com/a\nRUN wget -q https://example.com/b\n",
  check: context => {
    const seen = new Map<string, Set<string>>();
    for (const run of context.runs) {
      const key = String(run.stage?.index ?? -1);
      const tools = seen.get(key) ?? new Set<string>();
      seen.set(key, tools);
      let isTold = false;
      for (const command of commandsNamed(run, "wget", "curl")) {
        const name = command.name ?? "";
        tools.add(name);
        if (tools.size !== 2 || isTold) continue;
        isTold = true;
        const other = name === "curl" ? "wget" : "curl";
        context.report(
          nameSpan(command),
          `This stage already uses \`${other}\`, so both have to be installed. Use \`${other}\` here as well.`,
        );
      }
    }
  },
});
