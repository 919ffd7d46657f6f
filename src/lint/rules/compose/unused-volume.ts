import { defineRule } from "../../define-rule";
import { reportUnused } from "../../query/compose-unused";

export const rule = defineRule({
  target: "compose",
  id: "unused-volume",
  code: "DD2021",
  severity: "info",
  mirrors: [],
  what: "A volume at the top level that no service uses.",
  why: "Compose ignores it, and readers look for its use.",
  todo: "Remove it, or use it in a service.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    volumes: [data:/data]\nvolumes:\n  data:\n  «old»:\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    volumes: [data:/data]\nvolumes:\n  data:\n",
  check: context => reportUnused(context, "volumes", "volume"),
});
