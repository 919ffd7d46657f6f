import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "sanic",
  title: "Sanic applications",
  reads: { everything: true },
  detect: context => applicationEvidence(context, "sanic"),
});
