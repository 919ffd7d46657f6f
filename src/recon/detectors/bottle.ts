import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "bottle",
  title: "Bottle applications",
  reads: { everything: true },
  detect: context => applicationEvidence(context, "bottle"),
});
