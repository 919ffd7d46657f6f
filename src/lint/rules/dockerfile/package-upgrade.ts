import { defineRule } from "../../define-rule";
import { operands } from "../../query/commands";
import { APK, APT, DNF, YUM, ZYPPER, type PackageTool } from "../../query/packages";

/** The words by which a manager upgrades what is installed, and the code that hadolint had for it. */
const UPGRADES: readonly { readonly tool: PackageTool; readonly verbs: readonly string[]; readonly mirror?: string }[] =
  [
    { tool: APT, verbs: ["upgrade", "safe-upgrade"], mirror: "DL3005" },
    { tool: APK, verbs: ["upgrade"], mirror: "DL3017" },
    { tool: YUM, verbs: ["update", "upgrade", "up"], mirror: "DL3031" },
    { tool: DNF, verbs: ["update", "upgrade", "up", "upgrade-minimal", "update-minimal"], mirror: "DL3039" },
    { tool: ZYPPER, verbs: ["update", "up", "patch"] },
  ];

export const rule = defineRule({
  target: "dockerfile",
  id: "package-upgrade",
  code: "DD1169",
  severity: "info",
  enabled: false,
  mirrors: ["DL3005", "DL3017", "DL3031", "DL3039"],
  what: "RUN upgrades the packages of the base image.",
  why: "The result is what the day offers, each package that changes is stored twice, and the cached step is not repeated.",
  todo: "Use a newer base image, or build without the cache where patches must not wait for one.",
  bad: "FROM debian:13\nRUN apt-get update && apt-get -y «upgrade»\n",
  good: "FROM debian:13\nRUN apt-get update && apt-get install -y --only-upgrade openssl\n",
  check: context => {
    for (const run of context.runs) {
      for (const command of run.commands) {
        for (const { tool, verbs, mirror } of UPGRADES) {
          if (command.name === null || !tool.names.includes(command.name)) continue;
          const [verb, ...packages] = operands(command, tool.valued);
          // With names it is these packages that are wanted in a newer version.
          if (verb === undefined || !verbs.includes(verb.text) || packages.length > 0) continue;
          context.report(
            verb.span,
            `\`${command.name} ${verb.text}\` upgrades what the base image has, and stores it a second time. Use a newer base image.`,
            { mirrors: mirror === undefined ? [] : [mirror] },
          );
        }
      }
    }
  },
});
