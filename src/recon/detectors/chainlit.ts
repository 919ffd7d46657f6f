import { defineDetector } from "../define-detector";
import { pageEvidence } from "../workers/page-evidence";

export const detector = defineDetector({
  id: "chainlit",
  title: "Chainlit applications",
  reads: { modules: ["chainlit"] },
  detect: context =>
    pageEvidence(context, {
      name: "chainlit",
      kind: "server",
      port: 8000,
      isPage: (_callee, qualified) => /^chainlit\.on_(?:message|chat_start)$/.test(qualified),
      command: (path, port) => ["chainlit", "run", path, "--host", "0.0.0.0", "--port", String(port), "--headless"],
      devCommand: (path, port) => ["chainlit", "run", path, "--host", "0.0.0.0", "--port", String(port), "-w"],
    }),
});
