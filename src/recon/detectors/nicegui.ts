import { defineDetector } from "../define-detector";
import { pageEvidence } from "../workers/page-evidence";

export const detector = defineDetector({
  id: "nicegui",
  title: "NiceGUI applications",
  reads: { modules: ["nicegui"] },
  detect: context =>
    pageEvidence(context, {
      name: "nicegui",
      kind: "server",
      port: 8080,
      isPage: (_callee, qualified) => qualified === "nicegui.ui.run",
      command: null,
      portKeyword: "port",
    }),
});
