import { defaultPort } from "../applications/default-port";
import type { DetectContext } from "../define-detector";
import { among, isOwnCode } from "../integrations/own-code";
import type { PythonFile } from "../../python/project";
import { isAwaitedBy } from "../targets/reach";
import { isEndless } from "../workers/endless";
import { startsItself } from "../workers/script-evidence";

/** What prometheus_client offers to serve metrics from a thread (its documentation, "HTTP/HTTPS"). */
const SERVES = /^prometheus_client\.(?:exposition\.)?start_(?:http|wsgi)_server$/;

/**
 * Where a program that goes on until it is stopped serves its metrics: running it, or the function that its console script
 * calls, gets there. Null where nothing tells the port, and where one command of several does it.
 */
export function metricsPort(context: DetectContext, program: PythonFile, attribute: string | null): number | null {
  const { project } = context;
  const found = context.each(METRICS).find(({ file, call }) => isAwaitedBy(project, program, attribute, file, call));
  return found?.port && startsItself(context, program) && isEndless(project, program, attribute) ? found.port : null;
}

const METRICS = among(isOwnCode, (project, file) =>
  file.facts.calls.flatMap(call => {
    const {
      callee,
      arguments: [placed],
      keywords,
      scope,
    } = call;
    if (!SERVES.test(project.qualify(file, callee, scope))) return [];
    const given = keywords.find(({ name }) => name === "port")?.value ?? placed;
    return [{ file, call, port: defaultPort(project, file, given, scope) }];
  }),
);
