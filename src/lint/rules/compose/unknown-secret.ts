import { defineRule } from "../../define-rule";
import { reportUnknown } from "../../query/compose";
import { shorten } from "../../query/fixing";

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
  check: context => {
    const { project, document } = context;
    if (!project.isComplete) return;
    const known = [...project.secrets];
    for (const service of document.services) {
      for (const reference of [...service.secrets, ...(service.build?.secrets ?? [])]) {
        if (reference.name.includes("$") || project.secrets.has(reference.name)) continue;
        reportUnknown(context, reference, known, hint => {
          const todo = hint === null ? "Define it under `secrets:`." : `Write \`${hint}\`.`;
          return `\`${shorten(service.name, 30)}\` uses the secret \`${shorten(reference.name, 30)}\`, which is not defined, so nothing starts. ${todo}`;
        });
      }
    }
  },
});
