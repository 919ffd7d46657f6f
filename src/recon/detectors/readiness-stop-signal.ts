import type { Evidence } from "../../model/evidence";
import type { CallFact } from "../../python/facts";
import { eachCall } from "../../python/each-call";
import type { PythonFile, PythonProject } from "../../python/project";
import type { Place } from "../../model/place";
import type { TextChange } from "../../model/recon";
import { readCommand } from "../commands/read-command";
import { simpleCommands } from "../commands/simple-commands";
import { defineDetector } from "../define-detector";
import { SCRIPT_GLOBS } from "../docker/scripts";
import { among, isProductionCode } from "../integrations/own-code";

/** Calls that wait for work for ever and end only by a signal. None of their libraries handles SIGTERM itself. */
const LOOPS: ReadonlyMap<string, string> = new Map([
  ["schedule.run_pending", "a loop of schedule"],
  ["apscheduler.schedulers.blocking.BlockingScheduler().start", "a blocking scheduler"],
  ["pika.BlockingConnection().channel().start_consuming", "a consumer of pika"],
  ["http.server.HTTPServer().serve_forever", "a server of http.server"],
  ["http.server.ThreadingHTTPServer().serve_forever", "a server of http.server"],
  ["socketserver.TCPServer().serve_forever", "a server of socketserver"],
  ["socketserver.ThreadingTCPServer().serve_forever", "a server of socketserver"],
  ["wsgiref.simple_server.make_server().serve_forever", "a server of wsgiref"],
  ["grpc.server().wait_for_termination", "a gRPC server"],
  ["paho.mqtt.client.Client().loop_forever", "a client of MQTT"],
]);
const LAST = new Set([...LOOPS.keys()].map(name => name.slice(name.lastIndexOf(".") + 1)));
const HANDLERS = /(?:^|\.)(?:signal\.signal|signal|add_signal_handler)$/;
const STAYS = new Set(["serve", "worker", "beat", "monitor"]);
const START = /(?:^|\/)(?:[\w.-]*entry-?point[\w.-]*|(?:start|run|boot|serve|launch)(?:[-_.]\w+)*(?:\.(?:sh|bash))?)$/i;

const IN_CODE = among(isProductionCode, eachCall(LAST, loops));

/**
 * What does not end when a container is stopped: as process 1 a program without a handler ignores SIGTERM, and so does a
 * shell that starts the server without `exec` (kernel: signals of an init process; Docker: "Shell form ENTRYPOINT").
 */
export const detector = defineDetector({
  id: "readiness-stop-signal",
  title: "Stop signals",
  reads: { everything: true, files: [...SCRIPT_GLOBS] },
  detect({ workspace, project, files, each }) {
    const inCode = project.each(SIGNAL_HANDLERS).length > 0 ? [] : each(IN_CODE);
    const inScripts = files.flatMap(path => {
      const text = workspace.text(path);
      if (
        text === null ||
        !START.test(path) ||
        !/^#!.*sh\b/.test(text) ||
        /(?:^|\/)(?:tests?|docs?|examples?)\//.test(path)
      )
        return [];
      const last = simpleCommands(text).at(-1);
      if (!last || last.isBackground || isExec(text, last.offset)) return [];
      const read = readCommand(last.words);
      return read !== null && STAYS.has(read.role) && !read.isDevelopment
        ? [
            finding(
              workspace.place(path, last.offset),
              `${last.words[0] ?? ""} is started without exec`,
              "Write exec in front of the last command, so that signals reach it.",
              insertion(workspace.place(path, last.offset), "exec "),
            ),
          ]
        : [];
    });
    return [...inCode, ...inScripts];
  },
});

const SIGNAL_HANDLERS = eachCall(HANDLERS, (project, file, call) =>
  isSignal(project.qualify(file, call.callee)) ? [call] : [],
);

function loops(project: PythonProject, file: PythonFile, call: CallFact): readonly Evidence[] {
  const loop = LOOPS.get(project.qualify(file, call.callee, call.scope));
  return loop === undefined
    ? []
    : [
        finding(
          project.place(file, call.offset),
          `${loop} handles no stop signal`,
          "Handle SIGTERM (signal.signal) and end the loop, or set `init: true` for the service.",
        ),
      ];
}

function finding(place: Place, what: string, fix: string, suggestion?: readonly TextChange[]) {
  return {
    claim: "readiness" as const,
    rule: "stop-signal",
    what,
    why: "The first process of a container gets SIGTERM and ignores it without a handler: each stop waits ten seconds and then kills it in the middle of its work.",
    place,
    fix,
    ...(suggestion ? { suggestion } : {}),
  };
}

function insertion({ line, column }: Place, newText: string): readonly TextChange[] {
  return [{ line, column, endLine: line, endColumn: column, newText }];
}

function isSignal(name: string): boolean {
  return name === "signal.signal" || name.endsWith(".add_signal_handler");
}

/** Whether the line of a command says `exec` before it. */
function isExec(text: string, offset: number): boolean {
  return /(?:^|[\s;&|])exec\s[^;&|]*$/.test(`${text.slice(text.lastIndexOf("\n", offset) + 1, offset)} `);
}
