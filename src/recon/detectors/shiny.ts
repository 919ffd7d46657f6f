import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "shiny",
  title: "Shiny applications",
  reads: { everything: true },
  detect: context => applicationEvidence(context, "shiny"),
});
