import { defineRule } from "../../define-rule";
import { reportSetting } from "../../query/settings";

export const rule = defineRule({
  target: "dockerfile",
  id: "unchecked-python-https",
  code: "DD1087",
  severity: "warning",
  mirrors: ["CKV2_DOCKER_5"],
  what: "PYTHONHTTPSVERIFY is switched off.",
  why: "Python 2.7 and some builds of 3 then accept any certificate.",
  todo: "Remove the variable.",
  bad: "FROM python:3.13-slim\nENV «PYTHONHTTPSVERIFY»=0\n",
  good: "FROM python:3.13-slim\n",
  check: context =>
    reportSetting(
      context,
      "PYTHONHTTPSVERIFY",
      ["0"],
      "Python does not check certificates, so every download may be anyone's. Remove this variable.",
    ),
});
