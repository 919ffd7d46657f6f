import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "unrendered-compose-file",
  code: "DD2133",
  severity: "info",
  readsTemplates: true,
  mirrors: [],
  what: "A template of a Compose file, which Jinja, cookiecutter or another tool has yet to fill in.",
  why: "Compose reads what is made of it, so nothing else is said of it here: most would be wrong.",
  todo: "Lint the file that is made of it. A name such as `compose.yaml.j2` tells other tools the same.",
  bad: "services:\n  web:\n    image: shop:«{{» version }}\n",
  good: "services:\n  web:\n    image: shop:${VERSION:-1}\n",
  check: ({ template, text, report }) => {
    if (template === null) return;
    const mark = shorten(text.slice(template.start, template.end), 30);
    report(
      template,
      `This is a template (\`${mark}\`), so Compose reads another text, and nothing else is told here. Lint what is made of it.`,
    );
  },
});
