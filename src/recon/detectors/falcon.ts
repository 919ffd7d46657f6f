import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "falcon",
  title: "Falcon applications",
  reads: { everything: true },
  detect: context => applicationEvidence(context, "falcon"),
});
