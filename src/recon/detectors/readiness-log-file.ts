import type { PythonFile, PythonProject } from "../../python/project";
import type { Evidence } from "../../model/evidence";
import type { Place } from "../../model/place";
import { keywordOf } from "../../python/values";
import { defineDetector } from "../define-detector";
import { among, isProductionCode } from "../integrations/own-code";
import { boundLiterals } from "../readiness/literals";
import { suggest, type Suggested } from "../readiness/suggestion";

const HANDLERS = new Set([
  "logging.FileHandler",
  "logging.handlers.RotatingFileHandler",
  "logging.handlers.TimedRotatingFileHandler",
  "logging.handlers.WatchedFileHandler",
  "logging.handlers.SysLogHandler",
]);
const LAST = new Set(["basicConfig", "add", ...[...HANDLERS].map(name => name.slice(name.lastIndexOf(".") + 1))]);

const IN_CODE = among(isProductionCode, inCode);

/** Logs that go to files: a container's log is its standard output, and files are lost with it. */
export const detector = defineDetector({
  id: "readiness-log-file",
  title: "Log files",
  reads: { everything: true },
  detect({ each }) {
    return each(IN_CODE);
  },
});

function inCode(project: PythonProject, file: PythonFile): readonly Evidence[] {
  return [
    ...file.facts.calls.flatMap(call => {
      if (!LAST.has(call.callee.slice(call.callee.lastIndexOf(".") + 1))) return [];
      const name = project.qualify(file, call.callee, call.scope);
      const isHandler = HANDLERS.has(name);
      const isConfig = name === "logging.basicConfig" && keywordOf(call, "filename") !== undefined;
      const [first] = call.arguments;
      const isLoguru =
        name === "loguru.logger.add" && first !== undefined && project.string(file, first, call.scope) !== null;
      return isHandler || isConfig || isLoguru
        ? [
            finding(
              project.place(file, call.offset),
              `logs are written to ${sinkOf(name)}`,
              call.callee.startsWith("logging.") && isHandler
                ? suggest(project, file, [{ offset: call.offset, end: call.end, text: "logging.StreamHandler()" }])
                : {},
            ),
          ]
        : [];
    }),
    ...boundLiterals(file)
      .filter(({ text }) => HANDLERS.has(text))
      .map(({ offset, text }) => finding(project.place(file, offset), `the logging settings write to ${sinkOf(text)}`)),
  ];
}

function sinkOf(handler: string): string {
  return handler.endsWith("SysLogHandler") ? "a syslog, which a container has not" : "a file";
}

function finding(place: Place, what: string, suggested: Suggested = {}) {
  return {
    claim: "readiness" as const,
    rule: "log-file",
    what,
    why: "A container's log is its standard output; a file inside it is lost with the container and fills its disk.",
    place,
    fix: "Log to standard output (logging.StreamHandler), or keep the file behind a variable.",
    ...suggested,
  };
}
