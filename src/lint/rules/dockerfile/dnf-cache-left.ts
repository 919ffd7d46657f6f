import { defineRule } from "../../define-rule";
import { nameSpan } from "../../query/commands";
import { appendCommand, isCleanedAfter, staysInImage } from "../../query/layers";
import { DNF, hasCacheMount, installations } from "../../query/packages";

const VERBS = [
  "install",
  "in",
  "upgrade",
  "up",
  "upgrade-minimal",
  "up-min",
  "reinstall",
  "rei",
  "install-n",
  "install-na",
  "install-nevra",
];

export const rule = defineRule({
  target: "dockerfile",
  id: "dnf-cache-left",
  code: "DD1108",
  severity: "warning",
  mirrors: ["DL3040", "DS-0019", "DS-0027"],
  what: "dnf or microdnf install without `clean all` after it.",
  why: "The downloaded index and packages stay in the layer.",
  todo: "End the RUN with `dnf clean all`, or mount a cache over `/var/cache/libdnf5`.",
  bad: "FROM fedora:42\nRUN «dnf» install -y curl\n",
  good: "FROM fedora:42\nRUN dnf install -y curl && dnf clean all\n",
  check: context => {
    for (const run of context.runs) {
      const installs = installations(run, DNF, VERBS);
      if (installs.length === 0 || !staysInImage(context, run)) continue;
      if (hasCacheMount(run, "/var/cache/libdnf5", ".cache/libdnf5", "/var/cache/dnf")) continue;
      for (const name of ["dnf", "microdnf"] as const) {
        const install = installs.findLast(each => each.command.name === name);
        if (install === undefined) continue;
        const isClean =
          isCleanedAfter(run, install.command, [name], ["all"], "/var/cache/libdnf5") ||
          isCleanedAfter(run, install.command, [name], ["all"], "/var/cache/dnf") ||
          isCleanedAfter(run, install.command, [name], ["all"], "/var/cache/yum");
        if (isClean) continue;
        context.report(
          nameSpan(install.command),
          `What ${name} downloaded stays in this layer. End this RUN with \`${name} clean all\`.`,
          {
            mirrors: ["DL3040", name === "dnf" ? "DS-0019" : "DS-0027"],
            fixes: appendCommand(run, `${name} clean all`, `Add ${name} clean all`),
          },
        );
      }
    }
  },
});
