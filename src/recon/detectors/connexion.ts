import { defineDetector } from "../define-detector";
import { isOlder } from "../older-release";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "connexion",
  title: "Connexion applications",
  reads: { everything: true },
  // Up to its release 2 an application is one of Flask's with routes of its own (Connexion 3: "What is new").
  detect: context =>
    applicationEvidence(context, "connexion", isOlder(context.dependencies, "connexion", "3") ? "wsgi" : undefined),
});
