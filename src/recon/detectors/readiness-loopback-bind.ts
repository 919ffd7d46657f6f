import { eachCall } from "../../python/each-call";
import type { PythonFile, PythonProject } from "../../python/project";
import type { Evidence } from "../../model/evidence";
import type { TextChange } from "../../model/recon";
import type { CallFact } from "../../python/facts";
import { givenKeyword } from "../applications/given-keyword";
import { defineDetector } from "../define-detector";
import { isLoopback } from "../integrations/address";
import { among, isProductionCode } from "../integrations/own-code";
import { replaced } from "../readiness/suggestion";
import type { SourceText } from "../../workspace/source-text";

const WHY =
  "Inside a container the loopback address is the container's own, so a published port never reaches the server.";

const LISTENERS =
  /(?:^|\.)(?:run|serve|run_app|run_simple|start_server|create_server|make_server|TCPSite|HTTPServer|ThreadingHTTPServer|WSGIServer|TCPServer|ThreadingTCPServer|listen|bind|launch|run_server|serve_forever)$/;

const IN_CODE = among(isProductionCode, eachCall(LISTENERS, inCode));

/** Servers that listen on the loopback address only: in code, scripts, Procfiles and server settings. */
export const detector = defineDetector({
  id: "readiness-loopback-bind",
  title: "Loopback binds",
  reads: {
    everything: true,
    files: ["*.sh", "Procfile*", "Makefile", "justfile", "*.service", "supervisord.conf", "uwsgi.ini", "config.toml"],
  },
  detect({ workspace, each, files }) {
    const found = each(IN_CODE);
    const inScripts = files.flatMap(path => {
      if (/(?:^|\/)(?:\.?ci|\.github|tests?|docs?)\//.test(path)) return [];
      const source = workspace.source(path);
      if (!source) return [];
      const found = source.text.matchAll(
        /(?:--host|--bind|-b|--address|--server\.address|-h|http-socket\s*=|runserver)[ =]?\s?((?:127\.0\.0\.1|localhost)(?::\d+)?)/g,
      );
      return [...found]
        .filter(match => isServerLine(source.text, match))
        .map(match => ({
          claim: "readiness" as const,
          rule: "loopback-bind",
          what: `the server listens on ${match[1] ?? "localhost"}`,
          why: WHY,
          place: workspace.place(path, match.index),
          fix: "Bind to 0.0.0.0 in the container.",
          suggestion: [hostChange(source, match)],
        }));
    });
    return [...found, ...inScripts];
  },
});

function inCode(project: PythonProject, file: PythonFile, call: CallFact): readonly Evidence[] {
  if (isForward(call)) return [];
  const candidates = [
    ...["host", "address", "server_name", "hostname"].flatMap(name => givenKeyword(project, file, call, name) ?? []),
    ...call.arguments.slice(0, 3).map(value => ({ file, value, scope: call.scope })),
  ];
  for (const { file: own, value: candidate, scope } of candidates) {
    const value = candidate.kind === "sequence" ? candidate.items[0] : candidate;
    if (!value) continue;
    const resolved = project.resolve(own, value, scope);
    const text = resolved.value.kind === "string" ? resolved.value.value : null;
    if (text === null || !isLoopback(text) || text === "0.0.0.0") continue;
    return [
      {
        claim: "readiness" as const,
        rule: "loopback-bind",
        what: `the server listens on ${text}`,
        why: WHY,
        place: project.place(file, call.offset),
        fix:
          resolved.variables.length > 0
            ? `Set ${resolved.variables[0]}=0.0.0.0 in the container.`
            : "Bind to 0.0.0.0, or take the address from a variable.",
        ...(own === file ? replaced(project, file, value, '"0.0.0.0"') : {}),
      },
    ];
  }
  return [];
}

/** Programs that connect to the address after `-h` or `--host`, and the few that listen on it. */
const CLIENT =
  /\b(?:mysql\w*|mariadb\w*|psql|pg_\w+|createdb|redis-cli|mongo\w*|curl|wget|http|nc|ncat|telnet|ssh|ping|rabbitmqadmin|celery|wait-for\S*)\b/;
const SHORT_HOST = /\b(?:flask|uvicorn|hypercorn|daphne|quart|granian|streamlit)\b/;

/** Whether the command around an option starts a server: clients take the same options. */
function isServerLine(text: string, match: RegExpExecArray): boolean {
  const start = text.lastIndexOf("\n", match.index) + 1;
  const before = text.slice(start, match.index);
  const command = before.slice(
    Math.max(before.lastIndexOf("&&"), before.lastIndexOf(";"), before.lastIndexOf("|")) + 1,
  );
  if (/^\s*#/.test(before) || CLIENT.test(command)) return false;
  return !/^-h\b/.test(match[0]) || SHORT_HOST.test(command);
}

/** The host of an option, which is the last thing that it matched, without its port. */
function hostChange(source: SourceText, match: RegExpExecArray): TextChange {
  const host = (match[1] ?? "").replace(/:\d+$/, "");
  const offset = match.index + match[0].length - (match[1] ?? "").length;
  const [start, end] = [source.position(offset), source.position(offset + host.length)];
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column, newText: "0.0.0.0" };
}

/** A loopback server that is closed again by design: the redirect of a login on a desktop, a free port that is looked for. */
function isForward({ callee, arguments: [first] }: CallFact): boolean {
  const port = first?.kind === "sequence" ? first.items[1] : undefined;
  return /(?:^|\.)bind$/.test(callee) && port?.kind === "number" && port.value === 0;
}
