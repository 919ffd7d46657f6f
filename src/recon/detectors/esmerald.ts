import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "esmerald",
  title: "Esmerald and Lilya applications",
  reads: { everything: true },
  detect: context => applicationEvidence(context, "esmerald"),
});
