import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

export const detector = defineDetector({
  id: "aiohttp",
  title: "aiohttp servers",
  reads: { everything: true },
  detect: context => applicationEvidence(context, "aiohttp"),
});
