import type { Evidence } from "../../model/evidence";
import { isOwnCode } from "../integrations/own-code";
import { defineDetector } from "../define-detector";
import { workingDirectoryOf } from "../targets/working-directory";

/** Dramatiq actors: the worker loads the modules that define them, after the one that sets the broker. */
export const detector = defineDetector({
  id: "dramatiq",
  title: "Dramatiq workers",
  reads: { modules: ["dramatiq"] },
  detect(context) {
    const { project, workspace } = context;
    const files = context.python.filter(isOwnCode);
    const isActor = (path: string): boolean => /(?:^|\.)actor$/.test(path);
    const actors = files.filter(
      ({ facts }) =>
        facts.definitions.some(({ decorators }) =>
          decorators.some(value =>
            value.kind === "name" ? isActor(value.path) : value.kind === "call" && isActor(value.callee),
          ),
        ) || facts.calls.some(({ callee, decorator }) => decorator && isActor(callee)),
    );
    const broker = files.find(({ facts }) => facts.calls.some(({ callee }) => /(?:^|\.)set_broker$/.test(callee)));
    const out: Evidence[] = files.slice(0, 1).map((file): Evidence => ({
      claim: "framework",
      name: "dramatiq",
      place: project.place(file, file.facts.imports.find(({ module }) => module.startsWith("dramatiq"))?.offset ?? 0),
    }));
    const first = broker ?? actors[0];
    if (!first || actors.length === 0) return out;
    const modules = [...new Set([...(broker ? [broker.module] : []), ...actors.map(({ module }) => module)])];
    const command = ["dramatiq", ...modules];
    const offset = first.facts.calls.find(({ callee }) => /set_broker$|actor$/.test(callee))?.offset ?? 0;
    out.push({
      claim: "entry-point",
      kind: "worker",
      name: "worker",
      target: first.module,
      command,
      devCommand: [...command, "--watch", "."],
      port: null,
      source: "code",
      workingDirectory: workingDirectoryOf(workspace, first),
      place: project.place(first, offset),
    });
    return out;
  },
});
