import { defineRule } from "../../define-rule";
import { reportUnused } from "../../query/compose-unused";

export const rule = defineRule({
  target: "compose",
  id: "unused-secret",
  code: "DD2023",
  severity: "info",
  mirrors: [],
  what: "A secret at the top level that no service uses.",
  why: "Compose ignores it, and readers look for its use.",
  todo: "Remove it, or use it in a service.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    secrets: [key]\nsecrets:\n  key:\n    file: ./key.txt\n  «old»:\n    file: ./key.txt\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    secrets: [key]\nsecrets:\n  key:\n    file: ./key.txt\n",
  check: context => reportUnused(context, "secrets", "secret"),
});
