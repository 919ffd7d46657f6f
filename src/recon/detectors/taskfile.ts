import { shellEvidence } from "../commands/shell-evidence";
import { defineDetector } from "../define-detector";
import { SCRIPT_GLOBS } from "../docker/scripts";
import { asText, at, entries, items } from "../../workspace/data-node";
import { parentOf } from "../../model/paths";

/** Commands of a Taskfile (taskfile.dev). */
export const detector = defineDetector({
  id: "taskfile",
  title: "Taskfile commands",
  reads: { files: ["Taskfile.{yml,yaml}", "taskfile.{yml,yaml}", "Taskfile.dist.{yml,yaml}", ...SCRIPT_GLOBS] },
  detect(context) {
    const { workspace } = context;
    return context.files
      .filter(path => /(?:^|\/)taskfile(?:\.dist)?\.ya?ml$/i.test(path))
      .flatMap(path =>
        entries(at(workspace.data(path).root, "tasks")).flatMap(({ value }) =>
          [...items(at(value, "cmds")), ...items(value), at(value, "cmd")].flatMap(node => {
            const text = asText(node) ?? asText(at(node, "cmd"));
            if (!node || text === undefined) return [];
            return shellEvidence(
              context,
              { text, path, offset: node.span.start, folder: parentOf(path), confidence: "medium" },
              { source: "task-runner", name: null, roles: ["serve", "worker", "beat", "migrate", "static", "test"] },
            ).map(evidence =>
              "place" in evidence
                ? { ...evidence, place: workspace.place(path, node.span.start, evidence.place.confidence) }
                : evidence,
            );
          }),
        ),
      );
  },
});
