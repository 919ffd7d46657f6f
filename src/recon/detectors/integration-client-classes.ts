import type { Evidence } from "../../model/evidence";
import type { Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { defineDetector } from "../define-detector";
import { CLIENTS } from "../integrations/clients";
import { integration } from "../integrations/integration-evidence";
import { among, isApplication } from "../integrations/own-code";

/** Classes among the clients: what is made of them has their connection. */
const CLASSES = new Map(CLIENTS.filter(([name]) => /\.[A-Z]\w*$/.test(name)));
const LAST = new Set([...CLASSES.keys()].map(name => name.slice(name.lastIndexOf(".") + 1)));

const IN_CODE = among(isApplication, inCode);

/** Classes of one's own that are clients (`class Index(Elasticsearch)`), and a choice of them (`SMTP_SSL if ssl else SMTP`). */
export const detector = defineDetector({
  id: "integration-client-classes",
  title: "Clients of one's own",
  reads: { everything: true },
  detect: ({ each }) => each(IN_CODE),
});

function inCode(project: PythonProject, file: PythonFile): readonly Evidence[] {
  const tell = (value: Value, offset: number, scope: number): readonly Evidence[] => {
    if (value.kind !== "name" || !LAST.has(value.path.slice(value.path.lastIndexOf(".") + 1))) return [];
    const service = CLASSES.get(project.qualify(file, value.path, scope));
    return service === undefined ? [] : [integration(service, "code", project.place(file, offset))];
  };
  const own = file.facts.definitions.flatMap(({ kind, bases, offset }) =>
    kind === "class" ? bases.flatMap(base => tell(base, offset, -1)) : [],
  );
  const chosen = file.facts.assignments.flatMap(({ value, offset, scope }) =>
    value?.kind === "choice" ? [value.then, value.otherwise].flatMap(each => tell(each, offset, scope)) : [],
  );
  return [...own, ...chosen];
}
