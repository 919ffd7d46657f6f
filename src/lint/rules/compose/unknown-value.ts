import { defineRule } from "../../define-rule";
import { schemaProblems } from "../../query/compose-schema";
import { nearest } from "../../../model/nearest";
import { shorten } from "../../query/fixing";
import { changeTo } from "../../query/compose";

export const rule = defineRule({
  target: "compose",
  id: "unknown-value",
  code: "DD2006",
  severity: "error",
  mirrors: [],
  what: "A value that is none of those the Compose specification lists.",
  why: "Compose refuses the file.",
  todo: "Write one of the listed values.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    depends_on:\n      db:\n        condition: «service_healty»\n  db:\n    image: postgres:17\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    depends_on:\n      db:\n        condition: service_healthy\n  db:\n    image: postgres:17\n",
  check: context => {
    for (const { path, span, value, known } of schemaProblems(context.document, "unknown-value")) {
      const hint = nearest(value, known);
      const list = shorten(known.map(each => `\`${each}\``).join(", "), 90);
      context.report(
        span,
        `\`${shorten(value, 24)}\` is no \`${shorten(path.at(-1) ?? "", 16)}\`. ${hint === null ? `Write ${list}.` : `Write \`${hint}\`.`}`,
        { fixes: changeTo(hint, context.text, { name: value, span }) },
      );
    }
  },
});
