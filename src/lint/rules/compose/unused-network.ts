import { defineRule } from "../../define-rule";
import { reportUnused } from "../../query/compose-unused";

export const rule = defineRule({
  target: "compose",
  id: "unused-network",
  code: "DD2022",
  severity: "info",
  mirrors: [],
  what: "A network at the top level that no service uses.",
  why: "Compose ignores it, and readers look for its use.",
  todo: "Remove it, or use it in a service.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    networks: [front]\nnetworks:\n  front:\n  «old»:\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    networks: [front]\nnetworks:\n  front:\n",
  check: context => reportUnused(context, "networks", "network"),
});
