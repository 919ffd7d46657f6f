import { defineDetector } from "../define-detector";
import { pageEvidence } from "../workers/page-evidence";

export const detector = defineDetector({
  id: "cherrypy",
  title: "CherryPy servers",
  reads: { modules: ["cherrypy"] },
  detect: context =>
    pageEvidence(context, {
      name: "cherrypy",
      kind: "server",
      port: 8080,
      isPage: (_callee, qualified) => qualified === "cherrypy.quickstart" || qualified === "cherrypy.engine.start",
      command: null,
    }),
});
