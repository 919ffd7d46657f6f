import { defineRule } from "../../define-rule";
import { addEntry, fixOf } from "../../query/compose";
import { schemaProblems } from "../../query/compose-schema";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "missing-property",
  code: "DD2008",
  severity: "error",
  mirrors: [],
  what: "A map without a property that the Compose specification requires.",
  why: "Compose refuses the file.",
  todo: "Add the property.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    depends_on:\n      db:\n        «restart»: true\n  db:\n    image: postgres:17\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    depends_on:\n      db:\n        restart: true\n        condition: service_started\n  db:\n    image: postgres:17\n",
  check: context => {
    for (const { path, span, key, node } of schemaProblems(context.document, "missing-property")) {
      const place = shorten(path.join("."), 50);
      context.report(span, `\`${place}\` has no \`${key}\`, so Compose refuses the file. Add it.`, {
        fixes:
          key === "condition"
            ? fixOf(
                "Add condition: service_started",
                false,
                addEntry(context.text, node, ["condition: service_started"]),
              )
            : [],
      });
    }
  },
});
