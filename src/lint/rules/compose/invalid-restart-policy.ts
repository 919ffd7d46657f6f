import { defineRule } from "../../define-rule";
import { reportUnknown } from "../../query/compose";
import { shorten } from "../../query/fixing";

const POLICIES: readonly string[] = ["no", "always", "on-failure", "unless-stopped"];

export const rule = defineRule({
  target: "compose",
  id: "invalid-restart-policy",
  code: "DD2073",
  severity: "error",
  mirrors: [],
  what: "A restart policy that Docker does not know.",
  why: "Compose refuses to make the container.",
  todo: 'Write `"no"`, `always`, `on-failure[:count]` or `unless-stopped`.',
  bad: "services:\n  web:\n    image: shop:1\n    restart: «unless-stoped»\n",
  good: "services:\n  web:\n    image: shop:1\n    restart: unless-stopped\n",
  check: context => {
    for (const { restart } of context.document.services) {
      // `true` and `false` are the schema's matter.
      if (restart === null || restart.text.includes("$") || /^(?:true|false)$/.test(restart.text)) continue;
      if (/^(?:no|always|unless-stopped|on-failure(?::\d{1,9})?)$/.test(restart.text) || restart.text === "") continue;
      reportUnknown(context, { name: restart.text, span: restart.span }, POLICIES, hint => {
        const todo = hint === null ? "Write `unless-stopped`." : `Write \`${hint}\`.`;
        return `Docker knows no restart policy \`${shorten(restart.text, 30)}\`, so the container is not made. ${todo}`;
      });
    }
  },
});
