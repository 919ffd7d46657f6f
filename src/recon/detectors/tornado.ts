import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "tornado",
  title: "Tornado servers",
  reads: { everything: true },
  detect: context => applicationEvidence(context, "tornado"),
});
