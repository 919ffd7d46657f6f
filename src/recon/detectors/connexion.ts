import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "connexion",
  title: "Connexion applications",
  reads: { everything: true },
  detect: context => applicationEvidence(context, "connexion"),
});
