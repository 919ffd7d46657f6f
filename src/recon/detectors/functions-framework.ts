import type { Evidence } from "../../model/evidence";
import { defineDetector } from "../define-detector";
import { decorated } from "../workers/decorated";
import { scriptEvidence } from "../workers/script-evidence";

const PORT = 8080;
const FUNCTIONS = new Set(["http", "cloud_event", "typed"].map(name => `functions_framework.${name}`));

/** Functions as a service: one process serves one function (Functions Framework for Python, Configure the Functions Framework). */
export const detector = defineDetector({
  id: "functions-framework",
  title: "Functions Framework",
  reads: { modules: ["functions_framework"] },
  detect: context =>
    decorated(context, FUNCTIONS).flatMap(({ file, definition: { name, offset } }): readonly Evidence[] => {
      const command = (path: string): readonly string[] => [
        "functions-framework",
        ...(path === "main.py" ? [] : ["--source", path]),
        "--target",
        name,
        "--host",
        "0.0.0.0",
        "--port",
        String(PORT),
      ];
      return [
        { claim: "framework", name: "functions-framework", place: context.project.place(file, offset) },
        scriptEvidence(context, file, offset, {
          kind: "server",
          name: "web",
          port: PORT,
          isScript: true,
          command,
          devCommand: path => [...command(path), "--debug"],
        }),
      ];
    }),
});
