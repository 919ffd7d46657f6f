import { defineDetector } from "../define-detector";
import { pageEvidence } from "../workers/page-evidence";

export const detector = defineDetector({
  id: "reflex",
  title: "Reflex applications",
  reads: { modules: ["reflex"] },
  detect: context =>
    pageEvidence(context, {
      name: "reflex",
      kind: "server",
      port: 3000,
      isPage: (_callee, qualified) => qualified === "reflex.Config",
      command: () => ["reflex", "run", "--env", "prod"],
      devCommand: () => ["reflex", "run"],
    }),
});
