import { defineCommand, EXIT } from "./command";
import { printJson } from "./print";
import { table } from "./terminal";

export const command = defineCommand({
  name: "rules",
  usage: "rules [--json]",
  what: "prints the rules with codes, severities and what they mirror",
  positionals: 0,
  flags: { json: { type: "boolean", help: "print everything as JSON" } },
  run(args, { core, out }) {
    const shown = core.rules.map(({ code, id, target, severity, enabled, mirrors, what, why, todo }) => ({
      code,
      rule: id,
      target,
      severity,
      enabled: enabled !== false,
      mirrors,
      what,
      why,
      todo,
    }));
    if (args.flag("json")) printJson(out, { schemaVersion: 1, rules: shown });
    else
      for (const line of table(
        shown.map(({ code, rule, severity, enabled, mirrors }) => [
          code,
          rule,
          enabled ? severity : "off",
          mirrors.join(" "),
        ]),
      ))
        out.line(line);
    return Promise.resolve(EXIT.ok);
  },
});
