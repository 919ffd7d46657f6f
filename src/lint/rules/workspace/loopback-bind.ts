import { effective } from "../../../docker/compose/project";
import { defineRule } from "../../define-rule";
import { replace, suggestion } from "../../query/fixing";
import { variablesOf } from "../../query/container-files";
import { startsOf } from "../../query/starts";
import type { Start } from "../../query/starts";
import type { Span } from "../../../model/place";
import type { ReportedFix } from "../../rule";
import type { WorkspaceContext } from "../../workspace-context";

/** Servers that listen on 127.0.0.1 where nothing says otherwise, with the variables that say it from outside. */
const DEFAULTS: ReadonlyMap<string, readonly string[]> = new Map([
  ["uvicorn", ["UVICORN_HOST"]],
  ["flask", ["FLASK_RUN_HOST"]],
  ["gunicorn", ["GUNICORN_CMD_ARGS", "PORT"]],
  ["hypercorn", []],
  ["daphne", []],
  ["manage.py", []],
]);

function isLoopback(host: string | null): boolean {
  return host !== null && (host === "localhost" || host.startsWith("127."));
}

function addressFix(start: Start, host: string): readonly ReportedFix[] {
  const word = start.words.find(each => each.text.includes(host));
  if (word === undefined || start.span === word.span) return [];
  const at = word.raw.indexOf(host);
  if (at === -1 || word.span.end - word.span.start !== word.raw.length) return [];
  const from = word.span.start + at;
  return [suggestion("Bind to 0.0.0.0", replace({ start: from, end: from + host.length }, "0.0.0.0"))];
}

export const rule = defineRule({
  target: "workspace",
  id: "loopback-bind",
  code: "DD3006",
  severity: "error",
  mirrors: [],
  what: "A server that listens on the container's own loopback address, though its port is published.",
  why: "Requests from outside reach the container's network interface, where nobody listens.",
  todo: "Bind to `0.0.0.0`.",
  bad: {
    Dockerfile: 'FROM python:3.13-slim\nCMD ["uvicorn", "app:app", "--host", «"127.0.0.1"»]\n',
    "compose.yaml": 'services:\n  web:\n    build: .\n    ports: ["8000:8000"]\n',
  },
  good: {
    Dockerfile: 'FROM python:3.13-slim\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0"]\n',
    "compose.yaml": 'services:\n  web:\n    build: .\n    ports: ["8000:8000"]\n',
  },
  check: context => {
    for (const start of startsOf(context)) {
      const { reading, service } = start;
      if (reading === null || reading.role !== "serve" || service === null) continue;
      const ports = service.parts.flatMap(part => part.service.ports);
      if (ports.length === 0 || effective(service.parts, each => each.networkMode) !== null) continue;
      const isDynamic = start.words.some(word => word.value === null);
      const given = isLoopback(reading.host);
      const variables = DEFAULTS.get(reading.tool);
      const hasFlag = start.words.some(
        word =>
          /^(?:--host|--bind|-b|-h|--uds|--unix-socket|-u|--fd|-e|--endpoint|-c|--config)(?:=|$)/.test(word.text) ||
          /^-[bc]./.test(word.text),
      );
      const byDefault =
        variables !== undefined && reading.host === null && !hasFlag && !isDynamic && reading.configuration === null;
      if (!given && !byDefault) continue;
      if (given && start.words.filter(word => /^(?:-b|--bind)(?:=|$)/.test(word.text)).length > 1) continue;
      if (byDefault && variables.length > 0 && mayBeSet(context, start, variables)) continue;
      if (
        byDefault &&
        reading.tool === "gunicorn" &&
        [...context.paths].some(path => path.endsWith("gunicorn.conf.py"))
      )
        continue;
      const port = ports[0];
      const word = given
        ? start.words.find(each => each.text.includes(reading.host ?? " "))
        : start.words.find(each => each.text.includes(reading.tool));
      const span: Span = word?.span ?? start.span;
      const owner = service.parts.find(part => part.service.ports.length > 0);
      const shown = port?.target?.first ?? reading.port;
      context.report(
        start.path,
        span,
        `The server listens on \`127.0.0.1\`, so published port ${shown === null || shown === undefined ? "" : `${String(shown)} `}never answers. Bind to \`0.0.0.0\`.`,
        {
          related: owner === undefined || port === undefined ? [] : [context.placeOf(owner.file.path, port.span)],
          fixes: given && reading.host !== null ? addressFix(start, reading.host) : [],
        },
      );
    }
  },
});

/** True where one of the variables is set by the image or by Compose, or by a file that is not seen. */
function mayBeSet(context: WorkspaceContext, start: Start, variables: readonly string[]): boolean {
  const { build, service } = start;
  if (build === null || service === null) return true;
  const given = variablesOf(context, service);
  if (given === null || variables.some(name => given.has(name))) return true;
  return build.view.instructions.some(
    each => each.kind === "ENV" && each.pairs.some(pair => variables.includes(pair.key.value)),
  );
}
