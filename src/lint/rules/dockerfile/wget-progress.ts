import type { Stage } from "../../../docker/dockerfile/stages";
import type { DockerfileContext } from "../../dockerfile-context";
import { defineRule } from "../../define-rule";
import { commandsNamed, hasArgument, hasFlag, nameSpan } from "../../query/commands";
import { insert, safeFix, suggestion } from "../../query/fixing";
import { systemOf } from "../../query/known-runs";
import { APK, installations } from "../../query/packages";
import { isAlpine, rootOf } from "../../query/python-base";
import { runsOf } from "../../query/run-facts";

/** Package managers of systems whose wget is GNU's. */
const GNU_MANAGERS = ["apt", "apt-get", "yum", "dnf", "microdnf", "tdnf", "zypper"];

/** Whose wget a stage's steps run: BusyBox's stops at `--progress`, which it does not know. Null where nothing tells. */
function ownerOfWget(context: DockerfileContext, stage: Stage): "BusyBox" | "GNU" | null {
  const runs = runsOf(context, stage);
  const root = rootOf(context, stage);
  if (root !== null && /(?:^|\/)busybox$/.test(root.reference.repository)) return "BusyBox";
  if ((root !== null && isAlpine(root.reference)) || runs.some(each => commandsNamed(each, "apk").length > 0)) {
    const packages = runs.flatMap(each => installations(each, APK).flatMap(install => install.packages));
    return packages.some(word => /^wget(?:$|[=~<>])/.test(word.text)) ? "GNU" : "BusyBox";
  }
  const isGnu = systemOf(context, stage) === "Debian";
  return isGnu || runs.some(each => commandsNamed(each, ...GNU_MANAGERS).length > 0) ? "GNU" : null;
}

export const rule = defineRule({
  target: "dockerfile",
  id: "wget-progress",
  code: "DD1138",
  severity: "hint",
  mirrors: ["DL3047"],
  what: "wget with its full progress bar.",
  why: "In a build log the bar becomes thousands of lines.",
  todo: "Add `--progress=dot:giga`, or `-q`, which BusyBox's wget knows as well.",
  bad: "FROM debian:13\nRUN «wget» https://example.com/a\n",
  good: "FROM debian:13\nRUN wget --progress=dot:giga https://example.com/a\n",
  check: context => {
    const owners = new Map<Stage | null, "BusyBox" | "GNU" | null>();
    for (const run of context.runs) {
      for (const command of commandsNamed(run, "wget")) {
        if (hasFlag(command, "progress", "q", "quiet", "o", "output-file", "a", "append-output", "no-verbose"))
          continue;
        if (hasArgument(command, "-nv", "--version", "--help")) continue;
        const span = nameSpan(command);
        const { stage } = run;
        let owner = owners.get(stage);
        if (owner === undefined) owners.set(stage, (owner = stage === null ? null : ownerOfWget(context, stage)));
        const flag = owner === "BusyBox" ? "-q" : "--progress=dot:giga";
        const makeFix = owner === null ? suggestion : safeFix;
        context.report(span, `The progress bar fills the build log with thousands of lines. Add \`${flag}\`.`, {
          fixes: [makeFix(`Add ${flag}`, insert(span.end, ` ${flag}`))],
        });
      }
    }
  },
});
