import type { Evidence } from "../../model/evidence";
import type { PythonFile } from "../../python/project";
import { among, isOwnCode } from "../integrations/own-code";
import { integerIn, keywordOf } from "../../python/values";
import { defineDetector } from "../define-detector";
import { scriptEvidence } from "../workers/script-evidence";

const PORT = 7860;

/** Options of `launch` that no other library's method of that name has. */
const OPTIONS = new Set(["server_name", "server_port", "share", "inbrowser", "show_error"]);

const LAUNCHES = among(isOwnCode, (_project, file): readonly PythonFile[] =>
  file.facts.calls.some(
    ({ callee, keywords }) =>
      /(?:^|[.)])launch$/.test(callee) && keywords.some(({ name }) => name !== null && OPTIONS.has(name)),
  )
    ? [file]
    : [],
);

/** Gradio interfaces that are launched from Python. */
export const detector = defineDetector({
  id: "gradio",
  title: "Gradio interfaces",
  reads: { modules: ["gradio"] },
  detect(context) {
    const { project } = context;
    const out: Evidence[] = [];
    const seen = new Set<string>();
    const own = context.python.filter(isOwnCode);
    // The interface may be made in one file and launched in another that knows nothing of the library.
    const launched = own.length > 0 ? context.each(LAUNCHES).filter(file => !own.includes(file)) : [];
    for (const file of [...own, ...launched]) {
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
