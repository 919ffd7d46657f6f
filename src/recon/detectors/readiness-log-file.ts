import { keywordOf } from "../applications/values";
import { defineDetector } from "../define-detector";
import { isOwnCode } from "../integrations/own-code";
import { boundLiterals } from "../readiness/literals";

const HANDLERS = [
  "FileHandler",
  "handlers.RotatingFileHandler",
  "handlers.TimedRotatingFileHandler",
  "handlers.WatchedFileHandler",
  "handlers.SysLogHandler",
].map(name => `logging.${name}`);

/** Logs that go to files: a container's log is its standard output, and files are lost with it. */
export const detector = defineDetector({
  id: "readiness-log-file",
  title: "Log files",
  reads: { everything: true },
  detect({ project, python }) {
    const finding = (place: ReturnType<typeof project.place>, what: string) => ({
      claim: "readiness" as const,
      rule: "log-file",
      what,
      why: "A container's log is its standard output; a file inside it is lost with the container and fills its disk.",
      place,
      fix: "Log to standard output (logging.StreamHandler), or keep the file behind a variable.",
    });
    return python.filter(isOwnCode).flatMap(file => [
      ...file.facts.calls.flatMap(call => {
        if (!/(?:FileHandler|SysLogHandler|basicConfig|add)$/.test(call.callee)) return [];
        const name = project.qualify(file, call.callee, call.scope);
        const isHandler = HANDLERS.includes(name);
        const isConfig = name === "logging.basicConfig" && keywordOf(call, "filename") !== undefined;
        const [first] = call.arguments;
        const isLoguru =
          name === "loguru.logger.add" && first !== undefined && project.string(file, first, call.scope) !== null;
        return isHandler || isConfig || isLoguru
          ? [finding(project.place(file, call.offset), "logs are written to a file")]
          : [];
      }),
      ...boundLiterals(file)
        .filter(({ text }) => HANDLERS.includes(text))
        .map(({ offset }) => finding(project.place(file, offset), "the logging settings write to a file")),
    ]);
  },
});
