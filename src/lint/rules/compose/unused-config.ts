import { defineRule } from "../../define-rule";
import { reportUnused } from "../../query/compose-unused";

export const rule = defineRule({
  target: "compose",
  id: "unused-config",
  code: "DD2024",
  severity: "info",
  mirrors: [],
  what: "A config at the top level that no service uses.",
  why: "Compose ignores it, and readers look for its use.",
  todo: "Remove it, or use it in a service.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    configs: [key]\nconfigs:\n  key:\n    file: ./key.txt\n  «old»:\n    file: ./key.txt\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    configs: [key]\nconfigs:\n  key:\n    file: ./key.txt\n",
  check: context => reportUnused(context, "configs", "config"),
});
