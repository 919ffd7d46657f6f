import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "quart",
  title: "Quart applications",
  reads: { everything: true },
  detect: context => applicationEvidence(context, "quart"),
});
