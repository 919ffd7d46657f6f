import { isOwnCode } from "../integrations/own-code";
import { defineDetector } from "../define-detector";

const DAG = /^airflow\.(?:DAG|models\.(?:dag\.)?DAG|sdk\.(?:DAG|dag)|decorators\.(?:dag\.)?dag)$/;

/** Airflow, by the DAGs that code defines; its programs are started by the commands of files beside them. */
export const detector = defineDetector({
  id: "airflow",
  title: "Airflow DAGs",
  reads: { modules: ["airflow"] },
  detect({ project, python }) {
    for (const file of python.filter(isOwnCode)) {
      const call = file.facts.calls.find(({ callee, scope }) => DAG.test(project.qualify(file, callee, scope)));
      const definition = file.facts.definitions.find(({ decorators }) =>
        decorators.some(one => one.kind === "name" && DAG.test(project.qualify(file, one.path))),
      );
      const found = call ?? definition;
      if (found) return [{ claim: "framework" as const, name: "airflow", place: project.place(file, found.offset) }];
    }
    return [];
  },
});
