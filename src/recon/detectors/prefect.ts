import type { Evidence } from "../../model/evidence";
import { defineDetector } from "../define-detector";
import { among, isOwnCode } from "../integrations/own-code";
import { decorated } from "../workers/decorated";
import { scriptEvidence } from "../workers/script-evidence";

const FLOWS = new Set(["prefect.flow", "prefect.flows.flow"]);

/** Calls of some `serve`, with the names in full. */
const SERVES = among(isOwnCode, (project, file) =>
  file.facts.calls
    .filter(({ callee }) => /(?:^|\.)serve$/.test(callee))
    .map(({ callee, scope, offset }) => ({ name: project.qualify(file, callee, scope), offset })),
);

/** Flows that a script serves: it stays running and asks the Prefect server for work (Prefect documentation, Run flows in local processes). */
export const detector = defineDetector({
  id: "prefect",
  title: "Prefect flows",
  reads: { modules: ["prefect"] },
  detect(context) {
    const { project } = context;
    const flows = decorated(context, FLOWS);
    const names = new Set(flows.map(({ file, definition }) => `${file.module}.${definition.name}`));
    const out: Evidence[] = flows.slice(0, 1).map(({ file, definition }) => ({
      claim: "framework",
      name: "prefect",
      place: project.place(file, definition.offset),
    }));
    for (const { file, told } of project.each(SERVES)) {
      const serve = told.find(({ name }) => name === "prefect.serve" || names.has(name.replace(/\.serve$/, "")));
      if (serve) out.push(scriptEvidence(context, file, serve.offset, { kind: "worker", name: "flows" }));
    }
    return out;
  },
});
