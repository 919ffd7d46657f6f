import { defineDetector } from "../define-detector";
import { pageEvidence } from "../workers/page-evidence";

export const detector = defineDetector({
  id: "panel",
  title: "Panel applications",
  reads: { modules: ["panel"] },
  detect: context =>
    pageEvidence(context, {
      name: "panel",
      kind: "server",
      port: 5006,
      isPage: callee => /\.servable$/.test(callee),
      command: (path, port) => [
        "panel",
        "serve",
        path,
        "--address",
        "0.0.0.0",
        "--port",
        String(port),
        "--allow-websocket-origin=*",
      ],
      devCommand: (path, port) => ["panel", "serve", path, "--address", "0.0.0.0", "--port", String(port), "--dev"],
    }),
});
