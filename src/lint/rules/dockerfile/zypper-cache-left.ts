import { defineRule } from "../../define-rule";
import { nameSpan } from "../../query/commands";
import { appendCommand, isCleanedAfter, staysInImage } from "../../query/layers";
import { ZYPPER, hasCacheMount, installations } from "../../query/packages";

export const rule = defineRule({
  target: "dockerfile",
  id: "zypper-cache-left",
  code: "DD1109",
  severity: "warning",
  mirrors: ["DL3036", "DS-0020"],
  what: "zypper install without `zypper clean` after it.",
  why: "The downloaded index and packages stay in the layer.",
  todo: "End the RUN with `zypper clean`.",
  bad: "FROM opensuse/leap:15.6\nRUN «zypper» install -y curl\n",
  good: "FROM opensuse/leap:15.6\nRUN zypper install -y curl && zypper clean\n",
  check: context => {
    const verbs = ["install", "in", "remove", "rm", "source-install", "si", "patch"];
    for (const run of context.runs) {
      if (!staysInImage(context, run)) continue;
      const install = installations(run, ZYPPER, verbs).at(-1);
      if (install === undefined || hasCacheMount(run, "/var/cache/zypp")) continue;
      if (isCleanedAfter(run, install.command, ["zypper"], ["clean", "cc"], "/var/cache/zypp")) continue;
      const isInstall = ["install", "in"].includes(install.verb.text);
      context.report(
        nameSpan(install.command),
        "What zypper downloaded stays in this layer. End this RUN with `zypper clean`.",
        {
          mirrors: isInstall ? ["DL3036", "DS-0020"] : ["DS-0020"],
          fixes: appendCommand(run, "zypper clean", "Add zypper clean"),
        },
      );
    }
  },
});
