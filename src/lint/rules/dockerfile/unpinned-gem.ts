import { defineRule } from "../../define-rule";
import { commandsNamed, hasArgument, hasFlag, operands } from "../../query/commands";
import { shorten } from "../../query/fixing";
import { isDynamic } from "../../query/packages";

/** Options of gem with a value in the next word. */
const VALUED: readonly string[] = [
  "i",
  "install-dir",
  "n",
  "bindir",
  "P",
  "trust-policy",
  "s",
  "source",
  "p",
  "http-proxy",
  "B",
  "bulk-threshold",
  "platform",
  "document",
  "g",
  "file",
  "use-system-libraries",
];

export const rule = defineRule({
  target: "dockerfile",
  id: "unpinned-gem",
  code: "DD1127",
  severity: "info",
  mirrors: ["DL3028"],
  what: "gem install of a gem without a version.",
  why: "The next build may get another version, and with it another behaviour.",
  todo: "Write `gem:version`.",
  bad: "FROM ruby:3.4\nRUN gem install «bundler»\n",
  good: "FROM ruby:3.4\nRUN gem install bundler:2.6.2\n",
  check: context => {
    for (const run of context.runs) {
      for (const command of commandsNamed(run, "gem")) {
        if (hasArgument(command, "-v", "--version") || hasFlag(command, "version")) continue;
        const end = command.arguments.findIndex(word => word.text === "--");
        const own = end === -1 ? command : { ...command, arguments: command.arguments.slice(0, end) };
        const [verb, ...gems] = operands(own, VALUED);
        if (verb === undefined || !["install", "i"].includes(verb.text)) continue;
        const open = gems.find(word => !word.text.includes(":") && !word.text.endsWith(".gem") && !isDynamic(word));
        if (open === undefined) continue;
        const name = shorten(open.text, 30);
        context.report(
          open.span,
          `\`${name}\` has no version, so the next build may get another one. Write \`${name}:…\`.`,
        );
      }
    }
  },
});
