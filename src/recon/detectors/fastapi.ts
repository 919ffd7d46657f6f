import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "fastapi",
  title: "FastAPI applications",
  reads: { everything: true },
  detect: context => applicationEvidence(context, "fastapi"),
});
