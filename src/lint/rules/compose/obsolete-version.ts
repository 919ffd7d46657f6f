import { entry } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { removeLines } from "../../query/compose";

export const rule = defineRule({
  target: "compose",
  id: "obsolete-version",
  code: "DD2070",
  severity: "info",
  mirrors: ["no-version-field"],
  what: "`version` at the top level.",
  why: "Compose ignores it and warns at every command.",
  todo: "Remove the line.",
  bad: '«version»: "3.8"\nservices:\n  web:\n    image: nginx:1.27\n',
  good: "services:\n  web:\n    image: nginx:1.27\n",
  check: context => {
    const { root } = context.document;
    const own = entry(root, "version");
    if (own === undefined || entry(root, "services") === undefined) return;
    const removed = removeLines(context.text, {
      start: own.keySpan.start,
      end: Math.max(own.keySpan.end, own.value.span.end),
    });
    const after = removed?.span.end ?? 0;
    // An empty line that kept the version apart has nothing to keep apart any more at the file's beginning.
    const blank = removed?.span.start === 0 ? /^(?:[ \t]*\r?\n)*/.exec(context.text.slice(after))?.[0].length : 0;
    context.report(own.keySpan, "Compose ignores `version` and warns of it at every command. Remove the line.", {
      tags: ["deprecated"],
      fixes:
        removed === null
          ? []
          : [
              {
                title: "Remove version",
                safe: true,
                edits: [{ span: { start: removed.span.start, end: after + (blank ?? 0) }, text: "" }],
              },
            ],
    });
  },
});
