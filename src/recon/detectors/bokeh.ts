import { defineDetector } from "../define-detector";
import { pageEvidence } from "../workers/page-evidence";

export const detector = defineDetector({
  id: "bokeh",
  title: "Bokeh server applications",
  reads: { modules: ["bokeh"] },
  detect: context =>
    pageEvidence(context, {
      name: "bokeh",
      kind: "server",
      port: 5006,
      isPage: (_callee, qualified) => qualified === "bokeh.plotting.curdoc" || qualified === "bokeh.io.curdoc",
      command: (path, port) => [
        "bokeh",
        "serve",
        path,
        "--address",
        "0.0.0.0",
        "--port",
        String(port),
        "--allow-websocket-origin=*",
      ],
      devCommand: (path, port) => ["bokeh", "serve", path, "--address", "0.0.0.0", "--port", String(port), "--dev"],
    }),
});
