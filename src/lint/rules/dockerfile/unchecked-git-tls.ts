import { defineRule } from "../../define-rule";
import { reportSetting } from "../../query/settings";

export const rule = defineRule({
  target: "dockerfile",
  id: "unchecked-git-tls",
  code: "DD1095",
  severity: "warning",
  mirrors: ["CKV2_DOCKER_14"],
  what: "GIT_SSL_NO_VERIFY is set.",
  why: "Any value, also `false`, makes git accept any certificate.",
  todo: "Remove the variable; give your certificate authority with `http.sslCAInfo`.",
  bad: "FROM debian:13\nENV «GIT_SSL_NO_VERIFY»=true\n",
  good: "FROM debian:13\n",
  check: context =>
    reportSetting(
      context,
      "GIT_SSL_NO_VERIFY",
      null,
      "git does not check certificates, so the code may be anyone's. Remove this variable.",
    ),
});
