import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "dash",
  title: "Dash applications",
  reads: { everything: true },
  detect: context => applicationEvidence(context, "dash"),
});
