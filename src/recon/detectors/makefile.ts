import { parentOf } from "../../model/paths";
import { shellEvidence } from "../commands/shell-evidence";
import { defineDetector } from "../define-detector";
import { includedBy, makeTargets, MAKEFILES } from "../build-scripts/make-targets";
import { SCRIPT_GLOBS } from "../docker/scripts";

/** What the targets of a Makefile or justfile start, migrate and test. */
export const detector = defineDetector({
  id: "makefile",
  title: "Make and just targets",
  reads: {
    files: [...MAKEFILES, "justfile", "Justfile", ".justfile", ...SCRIPT_GLOBS],
  },
  detect(context) {
    return context.files
      .filter(path => /(?:^|\/)(?:GNUm|[Mm])akefile$|\.mk$|justfile$/i.test(path))
      .flatMap(path =>
        makeTargets(context.workspace.text(path) ?? "", undefined, includedBy(context.workspace, path)).flatMap(
          target =>
            target.lines.flatMap(line =>
              shellEvidence(
                context,
                { text: line.text, path, offset: line.offset, folder: parentOf(path), confidence: "medium" },
                {
                  source: "task-runner",
                  name: null,
                  variables: target.variables,
                  roles: ["serve", "worker", "beat", "migrate", "static", "test"],
                },
              ),
            ),
        ),
      );
  },
});
