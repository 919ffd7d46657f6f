import { defineRule } from "../../define-rule";
import { insert, safeFix, shorten } from "../../query/fixing";
import { instructionsOf } from "../../query/stages";

export const rule = defineRule({
  target: "dockerfile",
  id: "copy-target-without-slash",
  code: "DD1052",
  severity: "warning",
  mirrors: ["DL3021", "INVALID_DESTINATION", "DS-0011"],
  what: "COPY or ADD of several sources to a target without a slash at its end.",
  why: "Several files need a folder as target. Older builders stop here, and readers take the target for a file.",
  todo: "End the target with `/`.",
  bad: "FROM python:3.13-slim\nCOPY app.py settings.py «/srv»\n",
  good: "FROM python:3.13-slim\nCOPY app.py settings.py /srv/\n",
  check: context => {
    for (const instruction of instructionsOf(context, "COPY", "ADD")) {
      const { destination, sources, heredocs } = instruction;
      if (destination === null || sources.length < 2 || heredocs.length > 0) continue;
      const target = destination.value;
      if (
        target === "." ||
        target === ".." ||
        target.endsWith("/") ||
        target.endsWith("\\") ||
        target.endsWith("}") ||
        /\$\w+$/.test(target)
      )
        continue;
      const end = destination.span.end - (/["']$/.test(destination.raw) ? 1 : 0);
      context.report(
        destination.span,
        `${sources.length} sources need a folder as target, and older builders stop at \`${shorten(target)}\`. Write \`${shorten(target)}/\`.`,
        {
          mirrors: instruction.kind === "ADD" ? ["INVALID_DESTINATION"] : ["DL3021", "INVALID_DESTINATION", "DS-0011"],
          // What may be meant as a comment becomes no folder.
          fixes: target.startsWith("#") ? [] : [safeFix("Add a Slash", insert(end, "/"))],
        },
      );
    }
  },
});
