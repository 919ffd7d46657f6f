import { defineRule } from "../../define-rule";
import { reportKeyOrder } from "../../query/compose-order";

/** Keys of one's own come first, since they hold the anchors of what follows. */
const ORDER: readonly string[] = [
  "x-",
  "version",
  "name",
  "include",
  "services",
  "networks",
  "volumes",
  "secrets",
  "configs",
];

export const rule = defineRule({
  target: "compose",
  id: "unordered-top-level",
  code: "DD2125",
  severity: "hint",
  enabled: false,
  mirrors: ["top-level-properties-order"],
  what: "Top-level keys in another order than most files have.",
  why: "What belongs together is found faster when it stands together.",
  todo: "Write name, include, services, networks, volumes, secrets, configs.",
  bad: "volumes:\n  data:\n«services»:\n  web:\n    image: nginx:1.27\n",
  good: "services:\n  web:\n    image: nginx:1.27\nvolumes:\n  data:\n",
  check: context => reportKeyOrder(context, context.document.root, ORDER),
});
