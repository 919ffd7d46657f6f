import type { Evidence } from "../../model/evidence";
import { taskTables } from "../commands/console-scripts";
import { shellEvidence } from "../commands/shell-evidence";
import { commandEvidence } from "../commands/command-evidence";
import { defineDetector } from "../define-detector";
import { asText, at } from "../../workspace/data-node";
import { parentOf } from "../../model/paths";

/** Task tables of Poe, taskipy, PDM, Rye, Hatch, Pixi and Pipenv, and FastAPI's declared entry point. */
export const detector = defineDetector({
  id: "package-runners",
  title: "Tasks of package runners",
  reads: { files: ["pyproject.toml", "Pipfile", "*.sh", "scripts/*"] },
  detect(context) {
    const { workspace } = context;
    return context.files
      .filter(path => /pyproject\.toml$|Pipfile$/.test(path))
      .flatMap((path): readonly Evidence[] => {
        const folder = parentOf(path);
        const declared = at(workspace.data(path).root, "tool", "fastapi", "entrypoint");
        const target = asText(declared);
        const framework =
          declared && target !== undefined
            ? commandEvidence(context, ["uvicorn", target], {
                source: "framework-declaration",
                name: null,
                folders: [folder, ""],
                place: workspace.place(path, declared.span.start),
              })
            : [];
        return [
          ...framework,
          ...taskTables(context, path).flatMap(({ words, offset }) =>
            shellEvidence(
              context,
              { text: words, path, offset, folder, confidence: "medium" },
              { source: "task-runner", name: null, roles: ["serve", "worker", "beat", "migrate", "static", "test"] },
            ).map(evidence =>
              "place" in evidence
                ? { ...evidence, place: { ...workspace.place(path, offset, evidence.place.confidence) } }
                : evidence,
            ),
          ),
        ];
      });
  },
});
