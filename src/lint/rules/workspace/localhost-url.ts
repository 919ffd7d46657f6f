import { effective } from "../../../docker/compose/project";
import type { ComposeVariable } from "../../../docker/compose/types";
import { partSpan } from "../../../docker/compose/scalars";
import type { Span } from "../../../model/place";
import { defineRule } from "../../define-rule";
import { replace, shorten, suggestion } from "../../query/fixing";
import { projectsOf, servicesOf } from "../../query/projects";
import { defaultPort, hostVariablePort, imageOf, isLoopbackHost, readServiceUrl } from "../../query/service-urls";

/** Where a part of a variable's value stands. */
function valuePart(text: string, variable: ComposeVariable, start: number, end: number): Span {
  const offset = variable.isList ? variable.name.length + 1 : 0;
  return partSpan(text, variable.node, offset + start, offset + end);
}

export const rule = defineRule({
  target: "workspace",
  id: "localhost-url",
  code: "DD3007",
  severity: "error",
  mirrors: [],
  what: "A service looks for a sibling on `localhost`.",
  why: "In a container `localhost` is the container itself, where no such server runs.",
  todo: "Use the sibling's service name as host.",
  bad: {
    "compose.yaml":
      "services:\n  web:\n    image: shop:1\n    environment:\n      DATABASE_URL: postgresql://shop@«localhost:5432»/shop\n  db:\n    image: postgres:17\n",
  },
  good: {
    "compose.yaml":
      "services:\n  web:\n    image: shop:1\n    environment:\n      DATABASE_URL: postgresql://shop@db:5432/shop\n  db:\n    image: postgres:17\n",
  },
  check: context => {
    for (const project of projectsOf(context)) {
      const services = servicesOf(project);
      for (const service of services) {
        if (effective(service.parts, each => each.networkMode) !== null) continue;
        for (const part of service.parts) {
          for (const variable of part.service.environment) {
            const { value } = variable;
            if (value === null) continue;
            const url = readServiceUrl(value);
            const named = hostVariablePort(variable);
            const isHost = url === null && named !== null && isLoopbackHost(value);
            if (!isHost && (url === null || !isLoopbackHost(url.host))) continue;
            const port = isHost ? named : (url?.port ?? defaultPort(url?.scheme ?? ""));
            const product = isHost ? named : defaultPort(url?.scheme ?? "");
            // The sibling that speaks the protocol; none where the service itself is one.
            if (imageOf(service)?.port === product) continue;
            const siblings = services.filter(each => each !== service && imageOf(each)?.port === product);
            const [sibling] = siblings;
            if (sibling === undefined || siblings.length > 1) continue;
            const image = imageOf(sibling);
            const text = part.file.document.text;
            const inner = image?.port ?? port;
            const fixed = isHost || url?.port === null ? sibling.name : `${sibling.name}:${String(inner)}`;
            const span = isHost
              ? valuePart(text, variable, 0, value.length)
              : valuePart(text, variable, url?.hostAt ?? 0, url?.end ?? value.length);
            const isExact = span !== variable.node.span || (isHost && text.slice(span.start, span.end) === value);
            context.report(
              part.file.path,
              span,
              `\`${shorten(isHost ? value : (url?.host ?? ""), 20)}\` is the ${shorten(service.name, 20)} container itself, where no ${image?.product ?? "server"} runs. Use the service name \`${shorten(sibling.name, 24)}\`.`,
              {
                related: [context.placeOf(sibling.last.file.path, sibling.last.service.keySpan)],
                fixes: isExact ? [suggestion(`Use ${sibling.name}:${String(inner)}`, replace(span, fixed))] : [],
              },
            );
          }
        }
      }
    }
  },
});
