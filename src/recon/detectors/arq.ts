import type { Evidence } from "../../model/evidence";
import { isOwnCode } from "../integrations/own-code";
import { defineDetector } from "../define-detector";
import { workingDirectoryOf } from "../targets/working-directory";

/** arq workers: a class of settings with `functions` or `cron_jobs`. */
export const detector = defineDetector({
  id: "arq",
  title: "arq workers",
  reads: { modules: ["arq"] },
  detect(context) {
    const { project, workspace } = context;
    return context.python.filter(isOwnCode).flatMap((file): readonly Evidence[] => {
      const { definitions, assignments } = file.facts;
      const at = definitions.findIndex(
        ({ kind, parent, name }, index) =>
          kind === "class" &&
          parent === -1 &&
          (/WorkerSettings$/.test(name) ||
            assignments.some(
              ({ scope, target }) => scope === index && (target === "functions" || target === "cron_jobs"),
            )),
      );
      const definition = definitions[at];
      const offset = file.facts.imports.find(({ module }) => module.split(".")[0] === "arq")?.offset ?? 0;
      const framework: Evidence = { claim: "framework", name: "arq", place: project.place(file, offset) };
      if (!definition) return [framework];
      const target = `${file.module}.${definition.name}`;
      return [
        framework,
        {
          claim: "entry-point",
          kind: "worker",
          name: "worker",
          target,
          command: ["arq", target],
          devCommand: ["arq", target, "--watch", "."],
          port: null,
          source: "code",
          workingDirectory: workingDirectoryOf(workspace, file),
          place: project.place(file, definition.offset),
        },
      ];
    });
  },
});
