import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "fasthtml",
  title: "FastHTML applications",
  reads: { everything: true },
  detect: context => applicationEvidence(context, "fasthtml"),
});
