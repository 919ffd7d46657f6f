import { defaultPort } from "../applications/default-port";
import type { DetectContext } from "../define-detector";
import { among, isOwnCode } from "../integrations/own-code";
import type { PythonFile } from "../../python/project";
import { importedBy } from "../targets/script-for";
import { startsItself } from "../workers/script-evidence";

/** What prometheus_client offers to serve metrics from a thread (its documentation, "HTTP/HTTPS"). */
const SERVES = /^prometheus_client\.(?:exposition\.)?start_(?:http|wsgi)_server$/;

/**
 * Where a program that serves nothing but its metrics listens: in its own file or one that it imports itself. Null where
 * nothing tells the port, and where one command of several does it.
 */
export function metricsPort(context: DetectContext, program: PythonFile): number | null {
  const near = new Set([program.path, ...(importedBy(context.project).get(program.path) ?? [])]);
  const [first] = context.each(METRICS).filter(({ file }) => near.has(file.path));
  return first?.port && startsItself(context, program) ? first.port : null;
}

const METRICS = among(isOwnCode, (project, file) =>
  file.facts.calls.flatMap(({ callee, arguments: [placed], keywords, scope }) => {
    if (!SERVES.test(project.qualify(file, callee, scope))) return [];
    const given = keywords.find(({ name }) => name === "port")?.value ?? placed;
    return [{ file, port: defaultPort(project, file, given, scope) }];
  }),
);
