import type { Evidence } from "../../model/evidence";
import { usesOf } from "../build-scripts/build-script-uses";
import { BUILD_SCRIPT_GLOBS, buildScriptKind } from "../build-scripts/script-kinds";
import type { PythonFile } from "../../python/project";
import { defineDetector } from "../define-detector";

/** Files that build, test, migrate or deploy, and which of those each does. */
export const detector = defineDetector({
  id: "build-scripts",
  title: "Build scripts",
  reads: { files: BUILD_SCRIPT_GLOBS },
  detect: context =>
    context.files.flatMap((path): readonly Evidence[] => {
      const kind = buildScriptKind(path);
      const python = context.project.file(path);
      if (kind === null || (!python && context.workspace.text(path) === null)) return [];
      // Celery's tasks have the same name by custom.
      if (kind === "invoke" && !python?.facts.imports.some(({ module }) => module === "invoke")) return [];
      const uses = usesOf(context.workspace, path, kind, python ? commandsIn(python) : []);
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

/** `c.run("pytest")` of Invoke, `session.run("pytest", "-q")` of Nox, `local("…")` of Fabric. */
function commandsIn({ facts }: PythonFile): readonly string[] {
  return facts.calls.flatMap(({ callee, arguments: given }) =>
    /(?:^|\.)(?:run|sudo|local|sh|install)$/.test(callee)
      ? [given.flatMap(value => (value.kind === "string" ? value.value : [])).join(" ")]
      : [],
  );
}
