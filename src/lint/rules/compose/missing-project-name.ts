import { defineRule } from "../../define-rule";

export const rule = defineRule({
  target: "compose",
  id: "missing-project-name",
  code: "DD2120",
  severity: "info",
  enabled: false,
  mirrors: ["require-project-name-field"],
  what: "No `name` at the top level.",
  why: "The project is named after its folder, so two checkouts of that name share containers and volumes.",
  todo: "Write `name:`.",
  bad: "«services»:\n  web:\n    image: nginx:1.27\n",
  good: "name: shop\nservices:\n  web:\n    image: nginx:1.27\n",
  check: context => {
    const { root, name } = context.document;
    const first = root?.kind === "map" ? root.entries[0] : undefined;
    if (first === undefined || name !== null || context.project.files.some(file => file.document.name !== null)) return;
    context.report(
      first.keySpan,
      "The project is named after its folder, so two of that name share containers. Write `name:`.",
    );
  },
});
