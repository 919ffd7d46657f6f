import { defineRule } from "../../define-rule";
import { nameSpan } from "../../query/commands";
import { appendCommand, isCleanedAfter, staysInImage } from "../../query/layers";
import { YUM, hasCacheMount, installations } from "../../query/packages";

export const rule = defineRule({
  target: "dockerfile",
  id: "yum-cache-left",
  code: "DD1107",
  severity: "warning",
  mirrors: ["DL3032", "DS-0015"],
  what: "yum install without `yum clean all` after it.",
  why: "The downloaded index and packages stay in the layer.",
  todo: "End the RUN with `yum clean all`.",
  bad: "FROM rockylinux:8\nRUN «yum» install -y curl\n",
  good: "FROM rockylinux:8\nRUN yum install -y curl && yum clean all\n",
  check: context => {
    for (const run of context.runs) {
      if (!staysInImage(context, run)) continue;
      const install = installations(run, YUM).at(-1);
      if (install === undefined || hasCacheMount(run, "/var/cache/yum")) continue;
      if (isCleanedAfter(run, install.command, ["yum"], ["all"], "/var/cache/yum")) continue;
      context.report(
        nameSpan(install.command),
        "What yum downloaded stays in this layer. End this RUN with `yum clean all`.",
        {
          fixes: appendCommand(run, "yum clean all", "Add yum clean all"),
        },
      );
    }
  },
});
