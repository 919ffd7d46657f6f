import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "hug",
  title: "hug applications",
  reads: { everything: true },
  detect: context => applicationEvidence(context, "hug"),
});
