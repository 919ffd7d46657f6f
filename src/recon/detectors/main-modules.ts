import type { Evidence } from "../../model/evidence";
import { isOwnCode } from "../integrations/own-code";
import { consoleScripts, SCRIPT_FILES } from "../commands/console-scripts";
import { defineDetector } from "../define-detector";
import { serverStartedBy } from "../commands/run-application";
import { runCalls } from "../web/run-calls";
import type { PythonFile } from "../../python/project";
import { scriptEvidence } from "../workers/script-evidence";

/** Packages that can be run (`python -m pkg`); a console script of the same package is the same program. */
export const detector = defineDetector({
  id: "main-modules",
  title: "Runnable packages",
  reads: { files: [...SCRIPT_FILES], everything: true },
  detect(context) {
    const scripts = consoleScripts(context.workspace, context.project).map(
      ({ target }) => target.split(/[.:]/, 1)[0] ?? "",
    );
    const { project } = context;
    const serving = new Set(runCalls(project).map(({ file }) => file.path));
    const isServer = (file: PythonFile): boolean =>
      serving.has(file.path) || serverStartedBy(context, file) !== undefined;
    return context.python
      .filter(file => isOwnCode(file) && file.path.endsWith("/__main__.py") && !isServer(file))
      .flatMap((file): readonly Evidence[] => {
        const module = file.module.replace(/\.?__main__$/, "");
        if (module === "" || scripts.includes(module.split(".")[0] ?? "")) return [];
        const isTop = !module.includes(".");
        return [
          scriptEvidence(context, file, file.facts.mainGuards[0]?.offset ?? 0, {
            kind: "cli",
            name: module.slice(module.lastIndexOf(".") + 1),
            source: isTop ? "code" : "convention",
            confidence: isTop ? "high" : "low",
            isScript: true,
          }),
        ];
      });
  },
});
