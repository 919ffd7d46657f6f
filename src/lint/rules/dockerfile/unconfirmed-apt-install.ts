import { defineRule } from "../../define-rule";
import { countFlag, hasArgument, hasFlag } from "../../query/commands";
import { insert, safeFix } from "../../query/fixing";
import { APT, installations } from "../../query/packages";
import { isFedByYes } from "../../query/pinning";

export const rule = defineRule({
  target: "dockerfile",
  id: "unconfirmed-apt-install",
  code: "DD1100",
  severity: "warning",
  mirrors: ["DL3014", "DS-0021"],
  what: "apt-get install without `-y`.",
  why: "Where it installs more than what is named it asks a question that nobody answers, and the build stops.",
  todo: "Add `-y`.",
  bad: "FROM debian:13\nRUN apt-get «install» curl\n",
  good: "FROM debian:13\nRUN apt-get install -y curl\n",
  check: context => {
    for (const run of context.runs) {
      for (const { command, verb } of installations(run, APT)) {
        if (hasFlag(command, "y", "yes", "assume-yes", "qq", "force-yes") || countFlag(command, "q") >= 2) continue;
        if (countFlag(command, "quiet") >= 2 || hasArgument(command, "-q=2", "--quiet=2", "APT::Get::Assume-Yes=true"))
          continue;
        if (isFedByYes(run, command)) continue;
        context.report(
          verb.span,
          `\`${command.name ?? ""} install\` asks as soon as it installs more than is named, and the build stops. Add \`-y\`.`,
          {
            mirrors: command.name === "apt-get" ? ["DL3014", "DS-0021"] : [],
            fixes: [safeFix("Add -y", insert(verb.span.end, " -y"))],
          },
        );
      }
    }
  },
});
