import type { PythonFile } from "../../python/project";
import { servedBy } from "../commands/run-application";
import type { DetectContext } from "../define-detector";
import { SERVER_CALLS } from "../knowledge/web-frameworks";
import { runCalls } from "./run-calls";

export interface ServedScript {
  readonly port: number | null;
  /** Options of the script's own that make it listen on every interface of its container. */
  readonly options: readonly string[];
}

/**
 * A script that hands an application to a server itself, where the application is made in a way that no server could find
 * by name (`app = main({}, **settings)`, then `waitress.serve(app, host=args.host)`), or that serves its metrics. Null for any
 * other script.
 */
export function servedScript(context: DetectContext, file: PythonFile): ServedScript | null {
  const run = runCalls(context.project).find(call => call.file === file);
  const served = servedBy(context, file);
  if (served && !run) return { port: served.port, options: [] };
  const server = SERVER_CALLS.find(({ name }) => name === run?.by);
  if (!run || !server || served?.kind !== "server") return null;
  const hasOption = (name: string): boolean =>
    file.facts.calls.some(
      ({ callee, arguments: given }) =>
        /(?:^|\.)(?:add_argument|option)$/.test(callee) &&
        given.some(value => context.project.string(file, value, -1) === `--${name}`),
    );
  const port = run.port ?? server.defaultPort;
  return {
    port,
    options: hasOption("host")
      ? ["--host", "0.0.0.0", ...(port !== null && hasOption("port") ? ["--port", String(port)] : [])]
      : [],
  };
}
