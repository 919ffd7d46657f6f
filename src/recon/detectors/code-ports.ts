import type { Evidence } from "../../model/evidence";
import { defineDetector } from "../define-detector";
import { runCalls } from "../web/run-calls";

/** Ports that Python code gives to a server. */
export const detector = defineDetector({
  id: "code-ports",
  title: "Ports in code",
  reads: { everything: true },
  detect(context) {
    return runCalls(context.project)
      .filter(({ file, port }) => port !== null && context.owns(file))
      .map(({ file, call, port }): Evidence => ({
        claim: "port",
        port: port ?? 0,
        source: "code",
        place: context.project.place(file, call.offset),
      }));
  },
});
