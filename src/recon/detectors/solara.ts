import type { Evidence } from "../../model/evidence";
import { defineDetector } from "../define-detector";
import { decorated } from "../workers/decorated";
import { scriptEvidence } from "../workers/script-evidence";

const PORT = 8765;
const COMPONENTS = new Set(["solara.component", "reacton.component"]);

/** Solara serves the file that defines the component `Page` (Solara documentation, Deploying, Self-hosted). */
export const detector = defineDetector({
  id: "solara",
  title: "Solara applications",
  reads: { modules: ["solara"] },
  detect: context =>
    decorated(context, COMPONENTS)
      .filter(({ definition }) => definition.name === "Page")
      .flatMap(({ file, definition: { offset } }): readonly Evidence[] => [
        { claim: "framework", name: "solara", place: context.project.place(file, offset) },
        scriptEvidence(context, file, offset, {
          kind: "server",
          name: "web",
          port: PORT,
          isScript: true,
          command: path => ["solara", "run", path, "--host", "0.0.0.0", "--port", String(PORT), "--production"],
          devCommand: path => ["solara", "run", path, "--host", "0.0.0.0", "--port", String(PORT)],
        }),
      ]),
});
