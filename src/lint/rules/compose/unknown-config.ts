import { defineRule } from "../../define-rule";
import { reportUndefined } from "../../query/compose";

export const rule = defineRule({
  target: "compose",
  id: "unknown-config",
  code: "DD2014",
  severity: "error",
  mirrors: [],
  what: "A service uses a config that is not defined at the top level.",
  why: "Compose refuses the project.",
  todo: "Correct the name, or define the config under `configs:`.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    configs: [«frnt»]\nconfigs:\n  front:\n    file: ./front.txt\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    configs: [front]\nconfigs:\n  front:\n    file: ./front.txt\n",
  check: context => reportUndefined(context, "configs", service => service.configs),
});
