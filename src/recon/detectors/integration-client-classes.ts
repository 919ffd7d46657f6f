import type { Evidence } from "../../model/evidence";
import type { PythonFile, PythonProject } from "../../python/project";
import { defineDetector } from "../define-detector";
import { CLIENTS } from "../integrations/clients";
import { integration } from "../integrations/integration-evidence";
import { among, isApplication } from "../integrations/own-code";

/** Classes among the clients: what is made of them has their connection. */
const CLASSES = new Map(CLIENTS.filter(([name]) => /\.[A-Z]\w*$/.test(name)));
const LAST = new Set([...CLASSES.keys()].map(name => name.slice(name.lastIndexOf(".") + 1)));

const IN_CODE = among(isApplication, inCode);

/** Classes of one's own that are clients: `class Index(Elasticsearch)`. */
export const detector = defineDetector({
  id: "integration-client-classes",
  title: "Clients of one's own",
  reads: { everything: true },
  detect: ({ each }) => each(IN_CODE),
});

function inCode(project: PythonProject, file: PythonFile): readonly Evidence[] {
  return file.facts.definitions.flatMap(({ kind, bases, offset }) =>
    kind !== "class"
      ? []
      : bases.flatMap(base => {
          if (base.kind !== "name" || !LAST.has(base.path.slice(base.path.lastIndexOf(".") + 1))) return [];
          const service = CLASSES.get(project.qualify(file, base.path, -1));
          return service === undefined ? [] : [integration(service, "code", project.place(file, offset))];
        }),
  );
}
