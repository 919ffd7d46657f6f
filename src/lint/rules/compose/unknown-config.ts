import { defineRule } from "../../define-rule";
import { reportUnknown } from "../../query/compose";
import { shorten } from "../../query/fixing";

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
  check: context => {
    const { project, document } = context;
    if (!project.isComplete) return;
    const known = [...project.configs];
    for (const service of document.services) {
      for (const reference of service.configs) {
        if (reference.name.includes("$") || project.configs.has(reference.name)) continue;
        reportUnknown(context, reference, known, hint => {
          const todo = hint === null ? "Define it under `configs:`." : `Write \`${hint}\`.`;
          return `\`${shorten(service.name, 30)}\` uses the config \`${shorten(reference.name, 30)}\`, which is not defined, so nothing starts. ${todo}`;
        });
      }
    }
  },
});
