import type { ComposePort } from "../../../docker/compose/ports";
import { effective } from "../../../docker/compose/project";
import type { ServicePart } from "../../../docker/compose/project";
import { chainOf, lastOf } from "../../../docker/dockerfile/stages";
import { isPortVariable, isReadUnasked, USUAL_PORTS } from "../../../recon/commands/usual-ports";
import { asText, items, type DataNode } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import type { ReportedFix } from "../../rule";
import type { WorkspaceContext } from "../../workspace-context";
import { partSpan } from "../../../docker/compose/scalars";
import { portNode } from "../../query/compose-ports";
import { replace, shorten, suggestion } from "../../query/fixing";
import { codeBindOf } from "../../query/code-bind";
import { variablesOf } from "../../query/container-files";
import { environmentOf } from "../../query/image-files";
import { valueOf } from "../../query/start-variables";
import { servesAlone, startsOf } from "../../query/starts";
import type { Start } from "../../query/starts";

/** A port of this machine in a health check's command. */
const CHECKED = /(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]):(\d{2,5})\b/;

/** EXPOSE that names another port than the server's. */
function reportExposed(context: WorkspaceContext, { build, path, span, isCompose }: Start, port: number): void {
  // What Compose starts instead says nothing of the image itself.
  if (build?.stage == null || isCompose) return;
  const exposed = chainOf(build.stage)
    .flatMap(stage => stage.byKind.get("EXPOSE") ?? [])
    .flatMap(each => each.words);
  const [only] = exposed;
  if (only === undefined || exposed.length > 1) return;
  const number = /^(\d+)(?:\/tcp)?$/.exec(only.value)?.[1];
  if (number === undefined || Number(number) === port) return;
  context.report(
    build.view.path,
    only.span,
    `The image says that it listens on ${number}, but the server listens on ${String(port)}. Write \`EXPOSE ${String(port)}\`.`,
    {
      severity: "warning",
      related: [context.placeOf(path, span)],
      fixes: [suggestion(`Expose ${String(port)}`, { ...replace(only.span, String(port)), path: build.view.path })],
    },
  );
}

/** A health check, Compose's own or else the image's, that asks another port than the server's. */
function reportChecked(context: WorkspaceContext, { build, service, path, span }: Start, port: number): void {
  if (build?.stage == null) return;
  const own = service === null ? null : effective(service.parts, each => each.healthcheck);
  const inImage = own === null ? lastOf(build.stage, "HEALTHCHECK") : null;
  const text = own === null ? (inImage?.command?.text ?? "") : asTexts(own.value.test).join(" ");
  const checked = CHECKED.exec(text)?.[1];
  if (checked === undefined || Number(checked) === port) return;
  context.report(
    own === null ? build.view.path : own.part.file.path,
    own === null ? (inImage?.span ?? span) : own.value.span,
    `The health check asks port ${checked}, but the server listens on ${String(port)}, so it never turns healthy. Ask port ${String(port)}.`,
    { related: [context.placeOf(path, span)] },
  );
}

/** A server that is alone in a network of its own: the port that it listens on; null where it cannot be told. */
function portOf(context: WorkspaceContext, start: Start): number | null {
  const { reading, service } = start;
  if (reading === null) return null;
  const bind = reading.role === "script" ? codeBindOf(context, start) : null;
  if (reading.role !== "serve" && bind === null) return null;
  if (service !== null && effective(service.parts, each => each.networkMode) !== null) return null;
  // With a second program in the container the port may be that one's.
  if (!servesAlone(context, start)) return null;
  // What the words do not say is the program's own choice, which a variable or a file may change.
  if (reading.port !== null && start.words.some(each => valueOf(each).includes(String(reading.port))))
    return reading.port;
  return bind === null ? usualPort(context, start, reading) : bind.port;
}

/** The port that the program takes where nothing names another; null where something may. */
function usualPort(context: WorkspaceContext, start: Start, reading: NonNullable<Start["reading"]>): number | null {
  const { build } = start;
  // `manage.py` may be a script of another framework with a port of its own.
  if (reading.tool === "manage.py" && context.recon?.frameworks.some(({ name }) => name === "django") !== true)
    return null;
  const isHidden = start.words.some(word => word.value === null) || reading.configuration !== null || build === null;
  if (isHidden || isPortSet(context, start) || [...context.paths].some(isReadUnasked)) return null;
  return USUAL_PORTS.get(reading.tool)?.port ?? null;
}

/** True where a variable of the image or of Compose may give the port. */
function isPortSet(context: WorkspaceContext, { build, service }: Start): boolean {
  const names = service === null ? null : variablesOf(context, service);
  const built = build?.stage == null ? [] : [...environmentOf(build.view, build.stage).keys()];
  return built.some(isPortVariable) || names === null || [...names].some(isPortVariable);
}

/** The one port that Compose publishes, where it leads elsewhere than to the server's. */
function reportPublished(context: WorkspaceContext, start: Start, port: number): void {
  const part = start.service?.parts.findLast(each => each.service.ports.length > 0);
  if (part === undefined) return;
  const tcp = part.service.ports.filter(each => each.protocol === "tcp");
  if (tcp.some(each => each.target === null || (each.target.first <= port && port <= each.target.last))) return;
  // Of several ports none may be meant for this server.
  const only = tcp.length === 1 ? tcp[0] : undefined;
  if (only?.target == null) return;
  const word = start.words.find(each => valueOf(each).includes(String(port)));
  context.report(
    part.file.path,
    only.span,
    `\`${shorten(only.text, 30)}\` leads to port ${String(only.target.first)}, but the server listens on ${String(port)}, so nothing answers. Write ${String(port)} behind the colon.`,
    { related: [context.placeOf(start.path, word?.span ?? start.span)], fixes: publishedFixes(part, only, port) },
  );
}

/** Puts the server's port behind the colon of the short form. */
function publishedFixes({ file, service }: ServicePart, port: ComposePort, meant: number): readonly ReportedFix[] {
  const { target } = port;
  if (target === null || target.first !== target.last || !port.isShort || !port.isPublished) return [];
  const node = portNode(service, port);
  const tail = String(target.first);
  const at = port.text.split("/")[0]?.lastIndexOf(tail) ?? -1;
  if (node === null || at === -1) return [];
  const span = partSpan(file.document.text, node, at, at + tail.length);
  return [suggestion(`Change to Port ${String(meant)}`, replace(span, String(meant)))];
}

function asTexts(node: DataNode | null): readonly string[] {
  if (node === null) return [];
  return node.kind === "list" ? items(node).flatMap(each => asText(each) ?? []) : [asText(node) ?? ""];
}

export const rule = defineRule({
  target: "workspace",
  id: "port-mismatch",
  code: "DD3005",
  severity: "error",
  mirrors: [],
  needs: ["frameworks"],
  what: "Compose publishes a container port, or a health check asks one, on which the server does not listen.",
  why: "Connections are refused.",
  todo: "Write the server's port behind the colon.",
  bad: {
    Dockerfile: 'FROM python:3.13-slim\nCMD ["gunicorn", "--bind", "0.0.0.0:8000", "shop.wsgi"]\n',
    "compose.yaml": 'services:\n  web:\n    build: .\n    ports: [«"8080:80"»]\n',
  },
  good: {
    Dockerfile: 'FROM python:3.13-slim\nCMD ["gunicorn", "--bind", "0.0.0.0:8000", "shop.wsgi"]\n',
    "compose.yaml": 'services:\n  web:\n    build: .\n    ports: ["8080:8000"]\n',
  },
  check: context => {
    for (const start of startsOf(context)) {
      const port = portOf(context, start);
      if (port === null) continue;
      reportExposed(context, start, port);
      reportChecked(context, start, port);
      reportPublished(context, start, port);
    }
  },
});
