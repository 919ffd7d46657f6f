import { effective } from "../../../docker/compose/project";
import { chainOf, lastOf } from "../../../docker/dockerfile/stages";
import { isPortVariable, isReadUnasked, USUAL_PORTS } from "../../../recon/commands/usual-ports";
import { asText, items, type DataNode } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
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

/** EXPOSE and health checks that name another port than the server's. */
function reportInside(context: WorkspaceContext, start: Start, port: number): void {
  const { build, service } = start;
  const related = [context.placeOf(start.path, start.span)];
  if (build?.stage == null) return;
  const exposed = chainOf(build.stage)
    .flatMap(stage => stage.byKind.get("EXPOSE") ?? [])
    .flatMap(each => each.words);
  const [only] = exposed;
  const number = /^(\d+)(?:\/tcp)?$/.exec(only?.value ?? "")?.[1];
  // What Compose starts instead says nothing of the image itself.
  if (
    !start.isCompose &&
    exposed.length === 1 &&
    only !== undefined &&
    number !== undefined &&
    Number(number) !== port
  ) {
    context.report(
      build.view.path,
      only.span,
      `The image says that it listens on ${number}, but the server listens on ${String(port)}. Write \`EXPOSE ${String(port)}\`.`,
      {
        severity: "warning",
        related,
        fixes: [suggestion(`Expose ${String(port)}`, { ...replace(only.span, String(port)), path: build.view.path })],
      },
    );
  }
  const own = service === null ? null : effective(service.parts, each => each.healthcheck);
  const inImage = own === null ? lastOf(build.stage, "HEALTHCHECK") : null;
  const text = own === null ? (inImage?.command?.text ?? "") : asTexts(own.value.test).join(" ");
  const checked = CHECKED.exec(text)?.[1];
  if (checked === undefined || Number(checked) === port) return;
  context.report(
    own === null ? build.view.path : own.part.file.path,
    own === null ? (inImage?.span ?? start.span) : own.value.span,
    `The health check asks port ${checked}, but the server listens on ${String(port)}, so it never turns healthy. Ask port ${String(port)}.`,
    { related },
  );
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
    const starts = startsOf(context);
    for (const start of starts) {
      const { reading, service } = start;
      const bind = reading?.role === "script" ? codeBindOf(context, start) : null;
      if (reading === null || (reading.role !== "serve" && bind === null)) continue;
      if (service !== null && effective(service.parts, each => each.networkMode) !== null) continue;
      // With a second program in the container the port may be that one's.
      if (!servesAlone(context, start)) continue;
      const isDynamic = start.words.some(word => word.value === null);
      const names = service === null ? null : variablesOf(context, service);
      const built = start.build?.stage == null ? [] : [...environmentOf(start.build.view, start.build.stage).keys()];
      const isSet = built.some(isPortVariable) || names === null || [...names].some(isPortVariable);
      // `manage.py` may be a script of another framework with a port of its own.
      const isForeign =
        reading.tool === "manage.py" && context.recon?.frameworks.some(({ name }) => name === "django") !== true;
      const fallback =
        isForeign ||
        isDynamic ||
        isSet ||
        reading.configuration !== null ||
        start.build === null ||
        [...context.paths].some(isReadUnasked)
          ? null
          : (USUAL_PORTS.get(reading.tool)?.port ?? null);
      // What the words do not say is the program's own choice, which a variable or a file may change.
      const isWritten = reading.port !== null && start.words.some(each => valueOf(each).includes(String(reading.port)));
      const port = isWritten ? reading.port : bind === null ? fallback : bind.port;
      if (port === null) continue;
      reportInside(context, start, port);
      const part = service?.parts.findLast(each => each.service.ports.length > 0);
      if (part === undefined) continue;
      const tcp = part.service.ports.filter(each => each.protocol === "tcp");
      if (tcp.some(each => each.target === null || (each.target.first <= port && port <= each.target.last))) continue;
      // Of several ports none may be meant for this server.
      const only = tcp.length === 1 ? tcp[0] : undefined;
      if (only?.target == null) continue;
      const node = portNode(part.service, only);
      const text = part.file.document.text;
      const tail = String(only.target.first);
      const at = only.text.split("/")[0]?.lastIndexOf(tail) ?? -1;
      const canFix =
        node !== null && only.isShort && only.isPublished && at !== -1 && only.target.first === only.target.last;
      const word = start.words.find(each => valueOf(each).includes(String(port)));
      context.report(
        part.file.path,
        only.span,
        `\`${shorten(only.text, 30)}\` leads to port ${tail}, but the server listens on ${String(port)}, so nothing answers. Write ${String(port)} behind the colon.`,
        {
          related: [context.placeOf(start.path, word?.span ?? start.span)],
          fixes: canFix
            ? [
                suggestion(
                  `Change to Port ${String(port)}`,
                  replace(partSpan(text, node, at, at + tail.length), String(port)),
                ),
              ]
            : [],
        },
      );
    }
  },
});
