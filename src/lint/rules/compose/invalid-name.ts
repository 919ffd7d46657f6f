import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";
import { schemaProblems } from "../../query/compose-schema";

export const rule = defineRule({
  target: "compose",
  id: "invalid-name",
  code: "DD2004",
  severity: "error",
  mirrors: [],
  what: "A service, network, volume, secret or config whose name has other characters than letters, digits, `.`, `_` and `-`.",
  why: "Compose refuses the file.",
  todo: "Write the name with letters, digits, `.`, `_` and `-` only.",
  bad: "services:\n  «my web»:\n    image: nginx:1.27\n",
  good: "services:\n  my-web:\n    image: nginx:1.27\n",
  check: context => {
    for (const { key, path, span } of schemaProblems(context.document, "invalid-name")) {
      const section = path.at(-1) ?? "this map";
      context.report(
        span,
        `\`${shorten(key, 30)}\` is no name that Compose accepts in \`${shorten(section, 30)}\`. Use letters, digits, \`.\`, \`_\` and \`-\` only.`,
      );
    }
  },
});
