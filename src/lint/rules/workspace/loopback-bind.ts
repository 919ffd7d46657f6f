import type { CommandReading } from "../../../recon/commands/reading";
import { USUAL_PORTS } from "../../../recon/commands/usual-ports";
import { effective } from "../../../docker/compose/project";
import { defineRule } from "../../define-rule";
import { replace, suggestion } from "../../query/fixing";
import { codeBindOf } from "../../query/code-bind";
import { variablesOf } from "../../query/container-files";
import { scriptOf } from "../../query/entry-files";
import { valueOf } from "../../query/start-variables";
import { servesAlone, startsOf } from "../../query/starts";
import type { Start } from "../../query/starts";
import { chainOf } from "../../../docker/dockerfile/stages";
import type { Place, Span } from "../../../model/place";
import type { ReportedFix } from "../../rule";
import type { WorkspaceContext } from "../../workspace-context";

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
  needs: ["frameworks"],
  what: "A server that listens on the container's own loopback address, though its port is published or exposed.",
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
      const bind = commandBind(context, start) ?? codeBind(context, start);
      const asked = bind === null ? null : askedPort(start, bind.port);
      if (bind === null || asked === null || !servesAlone(context, start)) continue;
      const shown = asked.target ?? bind.port;
      context.report(
        start.path,
        bind.span,
        `The server listens on \`127.0.0.1\`, so ${asked.isPublished ? "published " : ""}port ${shown === null ? "" : `${String(shown)} `}never answers. Bind to \`0.0.0.0\`.`,
        {
          related: [context.placeOf(asked.path, asked.span), ...bind.related],
          fixes: bind.fixes,
        },
      );
    }
  },
});

/** A server on the loopback address. */
interface Bind {
  readonly span: Span;
  readonly port: number | null;
  readonly related: readonly Place[];
  readonly fixes: readonly ReportedFix[];
}

/** A command that says the loopback address, or says none to a server that then takes it. */
function commandBind(context: WorkspaceContext, start: Start): Bind | null {
  const { reading, words } = start;
  if (reading === null || reading.role !== "serve") return null;
  const given = isLoopback(reading.host) ? reading.host : null;
  const isSeveral = words.filter(word => /^(?:-b|--bind)(?:=|$)/.test(valueOf(word))).length > 1;
  if (given === null ? !bindsByDefault(context, start, reading) : isSeveral) return null;
  const isDynamic = words.some(word => word.value === null);
  return {
    span: words.find(each => valueOf(each).includes(given ?? reading.tool))?.span ?? start.span,
    port: reading.port ?? (isDynamic ? null : (USUAL_PORTS.get(reading.tool)?.port ?? null)),
    related: [],
    fixes: given === null ? [] : addressFix(start, given),
  };
}

const ADDRESS_OPTION = /^(?:--host|--bind|-b|-h|--uds|--unix-socket|-u|--fd|-e|--endpoint|-c|--config)(?:=|$)|^-[bc]./;

/** Whether a server that is told no address takes the loopback one, and nothing else may tell it another. */
function bindsByDefault(context: WorkspaceContext, start: Start, reading: CommandReading): boolean {
  // One that listens on every interface by itself has no variables to lead it away from there.
  const variables = USUAL_PORTS.get(reading.tool)?.hostVariables ?? null;
  if (variables === null || reading.host !== null || reading.configuration !== null) return false;
  if (start.words.some(word => word.value === null || ADDRESS_OPTION.test(valueOf(word)))) return false;
  if (variables.length > 0 && mayBeSet(context, start, variables)) return false;
  return reading.tool !== "gunicorn" || ![...context.paths].some(path => path.endsWith("gunicorn.conf.py"));
}

/** A file that starts the server itself, such as `app.run()` of Flask. */
function codeBind(context: WorkspaceContext, start: Start): Bind | null {
  const bind = start.reading?.role === "script" ? codeBindOf(context, start) : null;
  if (bind === null || !isLoopback(bind.host)) return null;
  return {
    span: scriptOf(start)?.word.span ?? start.span,
    port: bind.port,
    related: [context.placeOf(bind.path, { start: bind.offset, end: bind.offset })],
    fixes: [],
  };
}

interface AskedPort {
  readonly path: string;
  readonly span: Span;
  readonly target: number | null;
  readonly isPublished: boolean;
}

/**
 * The port at which others look for the server: one that Compose publishes, else one of the image's EXPOSE. Null where there is
 * none, or only ones of which the server's is not one: another program may be meant.
 */
function askedPort(start: Start, port: number | null): AskedPort | null {
  const { service, build } = start;
  if (service !== null && effective(service.parts, each => each.networkMode) !== null) return null;
  const published = (service?.parts ?? []).flatMap(part =>
    part.service.ports.map(({ span, target }) => ({ path: part.file.path, span, target, isPublished: true })),
  );
  const exposed = (build?.stage == null ? [] : chainOf(build.stage))
    .flatMap(stage => stage.byKind.get("EXPOSE") ?? [])
    .flatMap(({ words }) =>
      words.flatMap(({ span, value }) => {
        const number = /^(\d+)(?:\/tcp)?$/.exec(value)?.[1];
        const target = { first: Number(number), last: Number(number) };
        return number === undefined ? [] : [{ path: build?.view.path ?? "", span, target, isPublished: false }];
      }),
    );
  const asked = published.length > 0 ? published : exposed;
  const found =
    port === null
      ? asked.length === 1
        ? asked[0]
        : undefined
      : asked.find(({ target }) => target === null || (target.first <= port && port <= target.last));
  return found === undefined ? null : { ...found, target: found.target?.first ?? null };
}

/** True where one of the variables is set by the image or by Compose, or by a file that is not seen. */
function mayBeSet(context: WorkspaceContext, start: Start, variables: readonly string[]): boolean {
  const { build, service } = start;
  if (build === null) return true;
  const given = service === null ? new Set<string>() : variablesOf(context, service);
  if (given === null || variables.some(name => given.has(name))) return true;
  return build.view.instructions.some(
    each => each.kind === "ENV" && each.pairs.some(pair => variables.includes(pair.key.value)),
  );
}
