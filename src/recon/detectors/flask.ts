import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "flask",
  title: "Flask applications",
  reads: { everything: true },
  detect: context => applicationEvidence(context, "flask"),
});
