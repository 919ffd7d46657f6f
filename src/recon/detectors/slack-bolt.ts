import { defineDetector } from "../define-detector";
import { applicationEvidence } from "../web/application-evidence";

/** Slack applications that answer the service's requests on a port; over a socket of its own they are chat bots. */
export const detector = defineDetector({
  id: "slack-bolt",
  title: "Slack applications over HTTP",
  reads: { everything: true },
  detect(context) {
    const found = applicationEvidence(context, "slack-bolt");
    if (!found.some(({ claim }) => claim === "entry-point")) return [];
    return found.map(one => (one.claim === "framework" ? { ...one, name: "slack" } : one));
  },
});
