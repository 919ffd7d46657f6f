import { defineRule } from "../../define-rule";
import { staysInImage } from "../../query/layers";
import { hasFlag } from "../../query/commands";
import { insert, safeFix } from "../../query/fixing";
import { APK, hasCacheMount, installations } from "../../query/packages";

export const rule = defineRule({
  target: "dockerfile",
  id: "apk-cache-left",
  code: "DD1106",
  severity: "info",
  mirrors: ["DL3019", "DS-0025"],
  what: "apk add without `--no-cache`.",
  why: "The package index stays in the layer and is out of date the next day.",
  todo: "Add `--no-cache`; `--update` is then not needed.",
  bad: "FROM alpine:3.22\nRUN apk «add» curl\n",
  good: "FROM alpine:3.22\nRUN apk add --no-cache curl\n",
  check: context => {
    for (const run of context.runs) {
      if (!staysInImage(context, run)) continue;
      if (hasCacheMount(run, "/var/cache/apk", "/etc/apk/cache")) continue;
      for (const { command, verb } of installations(run, APK)) {
        // Without a network no index is fetched.
        if (hasFlag(command, "no-cache", "no-network")) continue;
        const isCleaned = run.commands.some(
          each => each.name === "rm" && each.arguments.some(word => word.text.startsWith("/var/cache/apk")),
        );
        const message = isCleaned
          ? "With `--no-cache` no package index is stored, so there is nothing to remove. Add `--no-cache`."
          : "The package index stays in this layer. Add `--no-cache`.";
        context.report(verb.span, message, {
          fixes: [safeFix("Add --no-cache", insert(verb.span.end, " --no-cache"))],
        });
      }
    }
  },
});
