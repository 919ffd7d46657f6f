import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "invalid-yaml",
  code: "DD2001",
  severity: "error",
  mirrors: [],
  what: "Text that is not YAML.",
  why: "Compose reads nothing of a file that it cannot parse.",
  todo: "Correct the line; most often it is the indentation, a tab, or a quote that is not closed.",
  bad: 'services:\n  web:\n    image: nginx:1.27\n    ports: ["80:80«"»',
  good: 'services:\n  web:\n    image: nginx:1.27\n    ports: ["80:80"]\n',
  check: context => {
    const first = context.document.problems[0];
    if (first === undefined) return;
    const said = shorten(first.message.replace(/\.$/, ""), 84);
    context.report(first.span, `This is no YAML: ${said}. Compose reads nothing of the file until it is corrected.`);
  },
});
