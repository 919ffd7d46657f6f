import { debianOf } from "../../../recon/knowledge/debian-images";
import { insteadOf } from "../../../recon/knowledge/debian-releases";
import { defineRule } from "../../define-rule";
import { hasOwnSources } from "../../query/apt-sources";
import { replace, safeFix, suggestion } from "../../query/fixing";
import { APT, installations } from "../../query/packages";
import { rootOf } from "../../query/python-base";

export const rule = defineRule({
  target: "dockerfile",
  id: "unavailable-apt-package",
  code: "DD1161",
  severity: "error",
  mirrors: [],
  what: "apt-get install of a package that the Debian release of the base image does not have.",
  why: "The step ends with `has no installation candidate` or `Unable to locate package`, mostly since the base image moved to a newer Debian.",
  todo: "Install what the release has instead, or name an older release in the tag of the base image.",
  bad: "FROM python:3.11-slim-bookworm\nRUN apt-get update && apt-get install -y «netcat»\n",
  good: "FROM python:3.11-slim-bookworm\nRUN apt-get update && apt-get install -y netcat-openbsd\n",
  check: context => {
    for (const run of context.runs) {
      const root = run.stage === null ? null : rootOf(context, run.stage);
      const debian = root === null ? null : debianOf(root.reference);
      if (run.stage === null || root === null || debian === null) continue;
      for (const { command, packages } of installations(run, APT)) {
        // What stands in a branch or has another try behind it may be meant for another release.
        const hasFallback = run.commands.some(
          ({ list, connector, span }) => list === command.list && connector === "||" && span.start > command.span.start,
        );
        if (command.depth > 0 || hasFallback) continue;
        for (const word of packages) {
          if (word.value === null) continue;
          const name = word.value.replace(/[=/:].*$/, "");
          const instead = insteadOf(name, debian.release);
          if (instead === null || hasOwnSources(context, run.stage)) continue;
          const where = debian.isNamed
            ? `Debian ${debian.release}`
            : `Debian ${debian.release}, which \`${root.reference.text}\` is today,`;
          const remedy = instead === "" ? "Leave it out, or build on an older release." : `Install \`${instead}\`.`;
          const fix = debian.isNamed ? safeFix : suggestion;
          context.report(word.span, `${where} has no package \`${name}\`, so this step fails. ${remedy}`, {
            fixes: instead === "" || word.quoted ? [] : [fix(`Change to ${instead}`, replace(word.span, instead))],
          });
        }
      }
    }
  },
});
