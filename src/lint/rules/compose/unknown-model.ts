import { defineRule } from "../../define-rule";
import { reportUndefined } from "../../query/compose";

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
  check: context => reportUndefined(context, "models", service => service.models),
});
