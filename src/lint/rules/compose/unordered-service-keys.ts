import { defineRule } from "../../define-rule";
import { reportKeyOrder } from "../../query/compose-order";

/** The order of dclint's default groups: core, dependencies, data, environment, networking, running, operations, security. */
const ORDER: readonly string[] = [
  "image",
  "build",
  "container_name",
  "depends_on",
  "volumes",
  "volumes_from",
  "configs",
  "secrets",
  "environment",
  "env_file",
  "ports",
  "networks",
  "network_mode",
  "extra_hosts",
  "command",
  "entrypoint",
  "working_dir",
  "restart",
  "healthcheck",
  "logging",
  "labels",
  "user",
  "isolation",
];

export const rule = defineRule({
  target: "compose",
  id: "unordered-service-keys",
  code: "DD2124",
  severity: "hint",
  enabled: false,
  mirrors: ["service-keys-order"],
  what: "Keys of a service in another order than most files have.",
  why: "What belongs together is found faster when it stands together.",
  todo: "Write image and build first, then dependencies, data, environment, network, command, operation.",
  bad: 'services:\n  web:\n    ports: ["80:80"]\n    «image»: nginx:1.27\n',
  good: 'services:\n  web:\n    image: nginx:1.27\n    ports: ["80:80"]\n',
  check: context => {
    for (const service of context.document.services) reportKeyOrder(context, service.node, ORDER);
  },
});
