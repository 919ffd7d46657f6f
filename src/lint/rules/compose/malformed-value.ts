import { defineRule } from "../../define-rule";
import { schemaProblems } from "../../query/compose-schema";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "malformed-value",
  code: "DD2007",
  severity: "error",
  mirrors: ["service-container-name-regex"],
  what: "A value outside the form or the range that the Compose specification demands.",
  why: "Compose or the engine refuses it.",
  todo: "Write a value of the form that the message names.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    oom_score_adj: «2000»\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    oom_score_adj: 500\n",
  check: context => {
    for (const { path, span, value, form } of schemaProblems(context.document, "wrong-form")) {
      const shown = form.startsWith("[a-zA-Z0-9]")
        ? "a letter or digit, then letters, digits, `_`, `.`, `-`"
        : form.startsWith("always")
          ? "`always`, `never`, `missing`, `build`, `daily`, `weekly` or `every_…`"
          : form;
      const name = path.at(-1) ?? "";
      context.report(
        span,
        `\`${shorten(value, 24)}\` is no \`${shorten(name, 20)}\` that Compose accepts. Write ${shown}.`,
        {
          mirrors: name === "container_name" ? ["service-container-name-regex"] : [],
        },
      );
    }
    for (const { containerName } of context.document.services) {
      if (containerName === null || containerName.text.includes("$")) continue;
      if (
        /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(containerName.text) ||
        !/[a-zA-Z0-9][a-zA-Z0-9_.-]+/.test(containerName.text)
      ) {
        continue;
      }
      context.report(
        containerName.span,
        `The engine refuses the container name \`${shorten(containerName.text, 30)}\`. Write a letter or digit, then letters, digits, \`_\`, \`.\`, \`-\`.`,
      );
    }
  },
});
