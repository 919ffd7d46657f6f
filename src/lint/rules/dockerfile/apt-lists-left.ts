import type { DockerfileContext, RunStep } from "../../dockerfile-context";
import { defineRule } from "../../define-rule";
import { hasArgument, nameSpan } from "../../query/commands";
import { appendCommand, staysInImage } from "../../query/layers";
import { callsOf, hasCacheMount } from "../../query/packages";

const APT = ["apt-get", "apt", "aptitude"];
/** What fetches packages by the lists. */
const FETCHING =
  "install reinstall satisfy build-dep source download upgrade safe-upgrade full-upgrade dist-upgrade".split(" ");

/** True where a later step fetches packages by the lists that this one has fetched, or may: one that only fetches them does it for another. */
function isNeeded(context: DockerfileContext, run: RunStep): boolean {
  return (
    callsOf(run, APT, ...FETCHING).length === 0 ||
    context.runs.some(
      other =>
        other.instruction.index > run.instruction.index &&
        callsOf(other, APT, ...FETCHING).length > 0 &&
        callsOf(other, APT, "update").length === 0,
    )
  );
}

export const rule = defineRule({
  target: "dockerfile",
  id: "apt-lists-left",
  code: "DD1105",
  severity: "info",
  mirrors: ["DL3009"],
  what: "The package lists of apt stay in the layer.",
  why: "They add about 20 MB to the image and are out of date the next day.",
  todo: "End the RUN with `rm -rf /var/lib/apt/lists/*`, or mount caches over the lists.",
  bad: "FROM debian:13\nRUN «apt-get» update && apt-get install -y curl\n",
  good: "FROM debian:13\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
  check: context => {
    for (const run of context.runs) {
      const update = callsOf(run, APT, "update")[0];
      if (update === undefined || !staysInImage(context, run)) continue;
      const isRemoved = run.commands.some(
        command =>
          (command.name === "rm" && command.arguments.some(word => word.text.includes("/var/lib/apt"))) ||
          (/^apt(?:-get)?$/.test(command.name ?? "") && hasArgument(command, "distclean", "dist-clean")) ||
          (command.name === "find" && command.arguments.some(word => word.text.includes("/var/lib/apt/lists"))),
      );
      const isMounted =
        hasCacheMount(run, "/var/lib/apt/lists") ||
        (hasCacheMount(run, "/var/lib/apt") && hasCacheMount(run, "/var/cache/apt"));
      if (isRemoved || isMounted) continue;
      context.report(
        nameSpan(update),
        "The package lists stay in this layer, about 20 MB. End this RUN with `rm -rf /var/lib/apt/lists/*`.",
        {
          // A later step that installs without an update of its own needs them.
          fixes: isNeeded(context, run) ? [] : appendCommand(run, "rm -rf /var/lib/apt/lists/*", "Remove the Lists"),
        },
      );
    }
  },
});
