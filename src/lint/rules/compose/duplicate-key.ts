import { defineRule } from "../../define-rule";

/** Where a part ends that a tool leaves out of some of the files that it makes of this one (`#!endfor`, `# {% else %}`). */
const END_OF_PART = /^[ \t]*#[ \t]*(?:!|\{%-?)[ \t]*(?:else|elif|end(?:if|for))\b/m;

export const rule = defineRule({
  target: "compose",
  id: "duplicate-key",
  code: "DD2002",
  severity: "error",
  mirrors: [],
  what: "A key that stands twice in one map.",
  why: "Compose refuses the file; other readers silently drop one of the two.",
  todo: "Join the two into one, or rename one of them.",
  bad: 'services:\n  web:\n    image: nginx:1.27\n    ports: ["80:80"]\n    «ports»: ["443:443"]\n',
  good: 'services:\n  web:\n    image: nginx:1.27\n    ports: ["80:80", "443:443"]\n',
  check: context => {
    for (const { key, span, firstSpan } of context.document.duplicates) {
      if (END_OF_PART.test(context.text.slice(firstSpan.start, span.start))) continue;
      context.report(
        span,
        `\`${key}\` is defined twice here, so Compose refuses the file. Join the two, or rename one.`,
        {
          related: [context.placeOf(firstSpan)],
        },
      );
    }
  },
});
