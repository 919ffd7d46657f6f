import { defineRule } from "../../define-rule";
import { reportUnknown } from "../../query/compose";
import { shorten } from "../../query/fixing";

export const rule = defineRule({
  target: "compose",
  id: "unknown-model",
  code: "DD2134",
  severity: "error",
  mirrors: [],
  what: "A service uses a model that is not defined at the top level.",
  why: "Compose refuses the project.",
  todo: "Correct the name, or define the model under `models:`.",
  bad: "services:\n  chat:\n    image: shop:1\n    models: [«lmm»]\nmodels:\n  llm:\n    model: ai/smollm2\n",
  good: "services:\n  chat:\n    image: shop:1\n    models: [llm]\nmodels:\n  llm:\n    model: ai/smollm2\n",
  check: context => {
    const { project, document } = context;
    if (!project.isComplete) return;
    for (const service of document.services) {
      for (const reference of service.models) {
        if (reference.name.includes("$") || project.models.has(reference.name)) continue;
        reportUnknown(context, reference, [...project.models], hint => {
          const todo = hint === null ? "Define it under `models:`." : `Write \`${hint}\`.`;
          return `\`${shorten(service.name, 30)}\` uses the model \`${shorten(reference.name, 30)}\`, which is not defined, so nothing starts. ${todo}`;
        });
      }
    }
  },
});
