import { defineRule } from "../../define-rule";
import { commandsNamed, hasArgument, hasFlag, nameSpan } from "../../query/commands";
import { insert, safeFix } from "../../query/fixing";

export const rule = defineRule({
  target: "dockerfile",
  id: "wget-progress",
  code: "DD1138",
  severity: "hint",
  mirrors: ["DL3047"],
  what: "wget with its full progress bar.",
  why: "In a build log the bar becomes thousands of lines.",
  todo: "Add `--progress=dot:giga`, or `-q`.",
  bad: "FROM debian:13\nRUN «wget» https://example.com/a\n",
  good: "FROM debian:13\nRUN wget --progress=dot:giga https://example.com/a\n",
  check: context => {
    for (const run of context.runs) {
      for (const command of commandsNamed(run, "wget")) {
        if (hasFlag(command, "progress", "q", "quiet", "o", "output-file", "a", "append-output", "no-verbose"))
          continue;
        if (hasArgument(command, "-nv", "--version", "--help")) continue;
        const span = nameSpan(command);
        context.report(
          span,
          "The progress bar fills the build log with thousands of lines. Add `--progress=dot:giga`.",
          {
            fixes: [safeFix("Add --progress=dot:giga", insert(span.end, " --progress=dot:giga"))],
          },
        );
      }
    }
  },
});
