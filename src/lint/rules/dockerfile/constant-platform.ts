import { defineRule } from "../../define-rule";
import { replace, shorten, suggestion } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

/** `linux/arm64/v8` in its parts; null for what is no platform. */
function platformParts(value: string): readonly string[] | null {
  const parts = value.toLowerCase().split("/");
  return parts.length <= 3 && parts.every(part => /^[a-z0-9_.-]+$/.test(part)) ? parts.slice(0, 2) : null;
}

export const rule = defineRule({
  target: "dockerfile",
  id: "constant-platform",
  code: "DD1033",
  severity: "warning",
  mirrors: ["DL3029", "FromPlatformFlagConstDisallowed"],
  what: "FROM with a fixed platform, in a stage whose name does not say so.",
  why: "The image is built for that platform on every machine: slowly, through emulation, where it differs from the machine's own.",
  todo: "Drop the flag and pass `--platform` to the build, use `$BUILDPLATFORM`, or name the stage after the platform.",
  bad: "FROM «--platform=linux/amd64» python:3.13-slim\n",
  good: "FROM python:3.13-slim\n",
  check: context => {
    for (const { flags, name } of instructionsOf(context, "FROM")) {
      const flag = flags.find(each => each.name === "platform");
      if (flag === undefined || flag.value === null || flag.value === "" || flag.value.includes("$")) continue;
      const parts = platformParts(flag.value);
      const stageName = name?.value.toLowerCase() ?? "";
      if (parts === null || parts.some(part => stageName.includes(part))) continue;
      const { end } = flag.span;
      const blank = context.text[end] === " " ? 1 : 0;
      context.report(
        flag.span,
        `\`${shorten(flag.value, 30)}\` is used on every machine, also through slow emulation. Drop the flag, or use \`$BUILDPLATFORM\`.`,
        { fixes: [suggestion("Drop the Flag", replace({ start: flag.span.start, end: end + blank }, ""))] },
      );
    }
  },
});
