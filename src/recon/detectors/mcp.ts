import { defineDetector } from "../define-detector";
import { pageEvidence } from "../workers/page-evidence";

export const detector = defineDetector({
  id: "mcp",
  title: "MCP servers",
  reads: { modules: ["mcp", "fastmcp"] },
  detect: context =>
    pageEvidence(context, {
      name: "mcp",
      kind: "server",
      port: 8000,
      isPage: (callee, qualified) =>
        (qualified.endsWith("FastMCP().run") && qualified !== "") || (/^mcp\.run$/.test(callee) && qualified !== ""),
      command: null,
    }),
});
