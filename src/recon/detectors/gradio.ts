import type { Evidence } from "../../model/evidence";
import { isOwnCode } from "../integrations/own-code";
import { integerIn, keywordOf } from "../applications/values";
import { defineDetector } from "../define-detector";
import { scriptEvidence } from "../workers/script-evidence";

const PORT = 7860;

/** Gradio interfaces that are launched from Python. */
export const detector = defineDetector({
  id: "gradio",
  title: "Gradio interfaces",
  reads: { modules: ["gradio"] },
  detect(context) {
    const { project } = context;
    const out: Evidence[] = [];
    const seen = new Set<string>();
    for (const file of context.python.filter(isOwnCode)) {
      const maker = file.facts.calls.find(({ callee }) =>
        /(?:^|\.)(?:Blocks|Interface|ChatInterface|TabbedInterface)$/.test(callee),
      );
      const launch = file.facts.calls.find(({ callee }) => /(?:^|[.)])launch$/.test(callee));
      if (!maker && !launch) continue;
      out.push({ claim: "framework", name: "gradio", place: project.place(file, (maker ?? launch)?.offset ?? 0) });
      if (!launch) continue;
      const value = keywordOf(launch, "server_port");
      const port = value ? (integerIn(project.resolve(file, value, launch.scope).value) ?? integerIn(value)) : null;
      if (port !== null) out.push({ claim: "port", port, source: "code", place: project.place(file, launch.offset) });
      const entry = scriptEvidence(context, file, launch.offset, { kind: "gradio", name: "web", port: port ?? PORT });
      if (seen.has(entry.target)) continue;
      seen.add(entry.target);
      out.push(entry);
    }
    return out;
  },
});
