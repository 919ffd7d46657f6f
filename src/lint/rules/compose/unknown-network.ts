import { defineRule } from "../../define-rule";
import { reportUnknown } from "../../query/compose";
import { shorten } from "../../query/fixing";

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
  check: context => {
    const { project, document } = context;
    if (!project.isComplete) return;
    const known = [...project.networks];
    for (const service of document.services) {
      for (const reference of service.networks) {
        if (reference.name.includes("$") || project.networks.has(reference.name) || reference.name === "default")
          continue;
        reportUnknown(context, reference, known, hint => {
          const todo = hint === null ? "Define it under `networks:`." : `Write \`${hint}\`.`;
          return `\`${shorten(service.name, 30)}\` uses the network \`${shorten(reference.name, 30)}\`, which is not defined, so nothing starts. ${todo}`;
        });
      }
    }
  },
});
