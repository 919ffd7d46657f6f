import type { Evidence } from "../../model/evidence";
import { buildScriptKind, usesOf, BUILD_SCRIPT_GLOBS } from "../build-scripts/build-script-uses";
import { defineDetector } from "../define-detector";

/** Files that build, test, migrate or deploy, and which of those each does. */
export const detector = defineDetector({
  id: "build-scripts",
  title: "Build scripts",
  reads: { files: BUILD_SCRIPT_GLOBS },
  detect: context =>
    context.files.flatMap((path): readonly Evidence[] => {
      const kind = buildScriptKind(path);
      if (kind === null || context.workspace.text(path) === null) return [];
      const uses = usesOf(context.workspace, path, kind);
      // Any script may stand in a repository: one that builds, tests or starts nothing is no build script.
      if (uses.length === 0 && (kind === "shell" || kind === "powershell" || isPart(path))) return [];
      return [
        {
          claim: "build-script",
          path,
          kind,
          uses,
          place: context.workspace.place(path, 0),
        },
      ];
    }),
});

/** A part of Makefiles, which may hold settings alone. */
function isPart(path: string): boolean {
  return /\.(?:mk|make)$/.test(path);
}
