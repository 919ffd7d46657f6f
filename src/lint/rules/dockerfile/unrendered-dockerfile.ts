import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "dockerfile",
  id: "unrendered-dockerfile",
  code: "DD1160",
  severity: "info",
  readsTemplates: true,
  mirrors: [],
  what: "A template of a Dockerfile, which Jinja, cookiecutter or another tool has yet to fill in.",
  why: "Builds read what is made of it, so nothing else is said of it here: most would be wrong.",
  todo: "Lint the file that is made of it. A name such as `Dockerfile.j2` or `Dockerfile.template` tells other tools the same.",
  bad: "FROM python:«{{» version }}-slim\nCOPY {{ folder }} /app\n",
  good: "ARG VERSION=3.13\nFROM python:${VERSION}-slim\nCOPY shop /app\n",
  check: ({ template, text, report }) => {
    if (template === null) return;
    const mark = shorten(text.slice(template.start, template.end), 30);
    report(
      template,
      `This is a template (\`${mark}\`), so a build reads another text, and nothing else is told here. Lint what is made of it.`,
    );
  },
});
