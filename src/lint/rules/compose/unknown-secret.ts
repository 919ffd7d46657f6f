import { defineRule } from "../../define-rule";
import { reportUndefined } from "../../query/compose";

export const rule = defineRule({
  target: "compose",
  id: "unknown-secret",
  code: "DD2013",
  severity: "error",
  mirrors: [],
  what: "A service uses a secret that is not defined at the top level.",
  why: "Compose refuses the project.",
  todo: "Correct the name, or define the secret under `secrets:`.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    secrets: [«frnt»]\nsecrets:\n  front:\n    file: ./front.txt\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    secrets: [front]\nsecrets:\n  front:\n    file: ./front.txt\n",
  check: context =>
    reportUndefined(context, "secrets", service => [...service.secrets, ...(service.build?.secrets ?? [])]),
});
