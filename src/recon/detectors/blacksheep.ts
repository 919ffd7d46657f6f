import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "blacksheep",
  title: "BlackSheep applications",
  reads: { everything: true },
  detect: context => applicationEvidence(context, "blacksheep"),
});
