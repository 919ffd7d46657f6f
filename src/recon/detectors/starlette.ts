import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "starlette",
  title: "Starlette applications",
  reads: { everything: true },
  detect: context => applicationEvidence(context, "starlette"),
});
