import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "litestar",
  title: "Litestar applications",
  reads: { everything: true },
  detect: context => applicationEvidence(context, "litestar"),
});
