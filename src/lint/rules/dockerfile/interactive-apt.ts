import { defineRule } from "../../define-rule";
import { commandsNamed, nameSpan, operands } from "../../query/commands";
import { replace, safeFix } from "../../query/fixing";

export const rule = defineRule({
  target: "dockerfile",
  id: "interactive-apt",
  code: "DD1130",
  severity: "info",
  mirrors: ["DL3027", "CKV_DOCKER_9"],
  what: "RUN uses apt instead of apt-get or apt-cache.",
  why: "apt is made for people at a terminal: its output and options may change from release to release.",
  todo: "Use apt-get, or apt-cache for queries.",
  bad: "FROM debian:13\nRUN «apt» install -y curl\n",
  good: "FROM debian:13\nRUN apt-get install -y curl\n",
  check: context => {
    for (const run of context.runs) {
      for (const command of commandsNamed(run, "apt")) {
        const verb = operands(command)[0]?.text ?? "";
        const wanted = ["search", "show", "policy", "depends", "rdepends"].includes(verb) ? "apt-cache" : "apt-get";
        const isKnown = [
          "install",
          "update",
          "upgrade",
          "remove",
          "purge",
          "autoremove",
          "clean",
          "autoclean",
          "download",
          "source",
          "search",
          "show",
          "policy",
        ].includes(verb);
        const span = nameSpan(command);
        const isPlain = context.text.slice(span.start, span.end) === "apt";
        context.report(span, `\`apt\` may change its options and output with any release. Use \`${wanted}\`.`, {
          fixes: isKnown && isPlain ? [safeFix(`Change to ${wanted}`, replace(span, wanted))] : [],
        });
      }
    }
  },
});
