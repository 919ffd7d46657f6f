import type { Evidence } from "../../model/evidence";
import { defineDetector } from "../define-detector";
import { runCalls } from "../web/run-calls";

/** Ports that Python code gives to a server. */
export const detector = defineDetector({
  id: "code-ports",
  title: "Ports in code",
  reads: { everything: true },
  detect(context) {
    const own = new Set(context.python.map(({ path }) => path));
    return runCalls(context.project)
      .filter(({ file, port }) => port !== null && own.has(file.path))
      .map(({ file, call, port }): Evidence => ({
        claim: "port",
        port: port ?? 0,
        source: "code",
        place: context.project.place(file, call.offset),
      }));
  },
});
