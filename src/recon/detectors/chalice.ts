import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "chalice",
  title: "Chalice applications",
  reads: { modules: ["chalice"] },
  detect: context => applicationEvidence(context, "chalice"),
});
