import { defineRule } from "../../define-rule";
import { commandsNamed, operands } from "../../query/commands";
import { settingsOf } from "../../query/settings";

export const rule = defineRule({
  target: "dockerfile",
  id: "unchecked-npm-tls",
  code: "DD1094",
  severity: "warning",
  mirrors: ["CKV2_DOCKER_12", "CKV2_DOCKER_13"],
  what: "npm or yarn is told not to check certificates.",
  why: "Anyone on the way can replace the packages that are installed.",
  todo: "Drop the setting; give your certificate authority with `cafile`.",
  bad: "FROM node:22\nRUN npm config set «strict-ssl» false\n",
  good: "FROM node:22\nRUN npm config set cafile /etc/ssl/own.pem\n",
  check: context => {
    const message =
      "Certificates are not checked, so packages may be anyone's. Drop this setting, or set `cafile` to your CA.";
    for (const run of context.runs) {
      for (const command of commandsNamed(run, "npm", "yarn")) {
        const words = operands(command).map(word => word.text);
        const at = words.findIndex((word, index) => words[index - 1] === "set" && /^strict-ssl(?:=|$)/.test(word));
        const isOff = words[at] === "strict-ssl=false" || (words[at] === "strict-ssl" && words[at + 1] === "false");
        const word = operands(command)[at];
        if (isOff && word !== undefined) context.report(word.span, message, { mirrors: ["CKV2_DOCKER_13"] });
      }
    }
    for (const setting of settingsOf(context)) {
      if (setting.name.toUpperCase() !== "NPM_CONFIG_STRICT_SSL" || setting.value !== "false") continue;
      context.report(setting.span, message, { mirrors: ["CKV2_DOCKER_12"] });
    }
  },
});
