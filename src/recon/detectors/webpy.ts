import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "webpy",
  title: "web.py applications",
  reads: { everything: true },
  detect: context => applicationEvidence(context, "webpy"),
});
