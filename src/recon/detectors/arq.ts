import type { Evidence } from "../../model/evidence";
import type { PythonFile, PythonProject } from "../../python/project";
import { among, isOwnCode } from "../integrations/own-code";
import { defineDetector } from "../define-detector";
import { workingDirectoryOf } from "../targets/working-directory";

/** arq workers: a class of settings. */
export const detector = defineDetector({
  id: "arq",
  title: "arq workers",
  reads: { modules: ["arq"] },
  detect(context) {
    const { project, workspace } = context;
    const users = context.python.filter(isOwnCode);
    const frameworks = users.map((file): Evidence => {
      const offset = file.facts.imports.find(({ module }) => module.split(".")[0] === "arq")?.offset ?? 0;
      return { claim: "framework", name: "arq", place: project.place(file, offset) };
    });
    // The class itself needs nothing of arq where its settings come from another file.
    const workers = context.each(SETTINGS).flatMap(({ path, name, offset }): readonly Evidence[] => {
      const file = project.file(path);
      if (!file) return [];
      const target = `${file.module}.${name}`;
      return [
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
          place: project.place(file, offset),
        },
      ];
    });
    return [...frameworks, ...workers];
  },
});

/** The first class of a file that a worker is made from: what has `functions` or `cron_jobs`, or is named so beside arq. */
const SETTINGS = among(isOwnCode, (_project: PythonProject, { facts, path }: PythonFile) => {
  const { definitions, assignments, imports } = facts;
  const usesArq = imports.some(({ module }) => module.split(".")[0] === "arq");
  const runs = (index: number): boolean =>
    assignments.some(({ scope, target }) => scope === index && (target === "functions" || target === "cron_jobs"));
  return definitions
    .flatMap(({ kind, parent, name, offset }, index) => {
      const isNamed = /WorkerSettings$/.test(name);
      const isOne = isNamed ? usesArq || runs(index) : usesArq && runs(index);
      return kind === "class" && parent === -1 && isOne ? [{ path, name, isNamed, offset }] : [];
    })
    .sort((left, right) => Number(right.isNamed) - Number(left.isNamed))
    .slice(0, 1);
});
