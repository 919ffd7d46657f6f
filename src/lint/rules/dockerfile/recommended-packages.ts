import { defineRule } from "../../define-rule";
import { hasFlag } from "../../query/commands";
import { insert, suggestion } from "../../query/fixing";
import { APT, installations } from "../../query/packages";

/** aptitude has options of its own. */
const TOOLS = { ...APT, names: ["apt", "apt-get"] };

export const rule = defineRule({
  target: "dockerfile",
  id: "recommended-packages",
  code: "DD1104",
  severity: "info",
  mirrors: ["DL3015", "DS-0029"],
  what: "apt-get or apt install without `--no-install-recommends`.",
  why: "Debian's recommendations come along: more to download, to store and to update.",
  todo: "Add `--no-install-recommends`, and name what is really needed.",
  bad: "FROM debian:13\nRUN apt-get «install» -y curl\n",
  good: "FROM debian:13\nRUN apt-get install --no-install-recommends -y curl\n",
  check: context => {
    for (const run of context.runs) {
      for (const { command, verb } of installations(run, TOOLS)) {
        if (hasFlag(command, "no-install-recommends")) continue;
        if (command.arguments.some(word => /APT::Install-Recommends=["']?(?:false|0|no)/i.test(word.text))) continue;
        context.report(
          verb.span,
          "Recommended packages are installed as well, which makes the image larger. Add `--no-install-recommends`.",
          {
            mirrors: command.name === "apt" ? [] : ["DL3015", "DS-0029"],
            fixes: [suggestion("Add --no-install-recommends", insert(verb.span.end, " --no-install-recommends"))],
          },
        );
      }
    }
  },
});
