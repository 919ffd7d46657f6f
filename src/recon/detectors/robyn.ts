import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "robyn",
  title: "Robyn applications",
  reads: { everything: true },
  detect: context => applicationEvidence(context, "robyn"),
});
