import { defineRule } from "../../define-rule";
import { reportUndefined } from "../../query/compose";

export const rule = defineRule({
  target: "compose",
  id: "unknown-network",
  code: "DD2011",
  severity: "error",
  mirrors: [],
  what: "A service uses a network that is not defined at the top level.",
  why: "Compose refuses the project.",
  todo: "Correct the name, or define the network under `networks:`.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    networks: [«frnt»]\nnetworks:\n  front:\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    networks: [front]\nnetworks:\n  front:\n",
  check: context =>
    reportUndefined(context, "networks", service => service.networks.filter(({ name }) => name !== "default")),
});
