import { missingPackages } from "../../../recon/docker/apt-packages";
import { defineRule } from "../../define-rule";
import { debianRuns, hasOwnSources } from "../../query/debian-runs";
import { replace, safeFix, suggestion } from "../../query/fixing";

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
    for (const { run, stage, root, debian } of debianRuns(context)) {
      for (const { word, name, instead } of missingPackages(run.commands, debian.release)) {
        if (hasOwnSources(context, stage)) continue;
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
  },
});
