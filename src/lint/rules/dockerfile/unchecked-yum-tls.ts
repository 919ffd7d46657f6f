import { defineRule } from "../../define-rule";
import { hasArgument } from "../../query/commands";

export const rule = defineRule({
  target: "dockerfile",
  id: "unchecked-yum-tls",
  code: "DD1096",
  severity: "warning",
  mirrors: ["CKV2_DOCKER_15"],
  what: "yum or dnf is told not to check certificates.",
  why: "Anyone on the way can replace the packages that are installed.",
  todo: "Drop the setting; give your certificate authority with `sslcacert`.",
  bad: "FROM fedora:42\nRUN dnf config-manager «--setopt=sslverify=false»\n",
  good: "FROM fedora:42\nRUN dnf config-manager --setopt=sslcacert=/etc/ssl/own.pem\n",
  check: context => {
    for (const run of context.runs) {
      for (const command of run.commands) {
        const isManager =
          (["yum", "dnf", "dnf5"].includes(command.name ?? "") && hasArgument(command, "config-manager")) ||
          command.name === "yum-config-manager" ||
          command.name === "dnf-config-manager";
        if (!isManager) continue;
        for (const word of command.arguments) {
          if (!/^--setopt=(?:[^=\s]+\.)?sslverify=(?:0|false|no)$/i.test(word.text)) continue;
          context.report(
            word.span,
            "Certificates are not checked, so packages may be anyone's. Drop this setting, or set `sslcacert`.",
          );
        }
      }
    }
  },
});
