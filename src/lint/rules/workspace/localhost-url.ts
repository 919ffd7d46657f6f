import { effective } from "../../../docker/compose/project";
import type { ComposeEnvFile, ComposeVariable } from "../../../docker/compose/types";
import { partSpan } from "../../../docker/compose/scalars";
import type { Span } from "../../../model/place";
import { defineRule } from "../../define-rule";
import { replace, shorten, suggestion } from "../../query/fixing";
import { allServices, servicesOf } from "../../query/projects";
import type { RunService } from "../../query/projects";
import { addressesIn, imageOf, isLoopbackHost, serves } from "../../query/service-urls";
import type { Address } from "../../query/service-urls";
import type { WorkspaceContext } from "../../workspace-context";
import { readEnvFile } from "../../../docker/compose/env-file";
import { joinPath, parentOf } from "../../../model/paths";

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
    for (const service of allServices(context)) {
      const services = servicesOf(service.project);
      if (effective(service.parts, each => each.networkMode) !== null) continue;
      for (const part of service.parts) {
        const { path, document } = part.file;
        for (const variable of part.service.environment) {
          for (const address of addressesIn(variable.name, variable.value ?? "")) {
            const sibling = siblingFor(service, services, address);
            if (sibling === null) continue;
            const inner = `${sibling.name}:${String(imageOf(sibling)?.port ?? address.port)}`;
            const span = valuePart(document.text, variable, address.hostAt, address.end);
            const isExact = document.text.slice(span.start, span.end).startsWith(address.host);
            context.report(path, span, messageFor(service, sibling, address), {
              related: [context.placeOf(sibling.last.file.path, sibling.last.service.keySpan)],
              fixes: isExact
                ? [suggestion(`Use ${inner}`, replace(span, address.port === null ? sibling.name : inner))]
                : [],
            });
          }
        }
        for (const file of part.service.envFiles) reportFile(context, service, services, part.file.path, file);
      }
    }
  },
});

/** The sibling that an address on this machine means; null where it is none, or there are several, or the service is one itself. */
function siblingFor(service: RunService, services: readonly RunService[], address: Address): RunService | null {
  const { wanted } = address;
  if (wanted === null || !isLoopbackHost(address.host) || serves(service, wanted)) return null;
  const siblings = services.filter(each => each !== service && serves(each, wanted));
  return siblings.length === 1 ? (siblings[0] ?? null) : null;
}

function messageFor(service: RunService, sibling: RunService, address: Address): string {
  const product = imageOf(sibling)?.product ?? "server";
  return `\`${shorten(address.host, 20)}\` is the ${shorten(service.name, 20)} container itself, where no ${product} runs. Use the service name \`${shorten(sibling.name, 24)}\`.`;
}

/** A file of variables that gives such an address, unless the service's own environment says otherwise. */
function reportFile(
  context: WorkspaceContext,
  service: RunService,
  services: readonly RunService[],
  path: string,
  file: ComposeEnvFile,
): void {
  const own = new Set(service.parts.flatMap(part => part.service.environment.map(({ name }) => name)));
  const where = joinPath(parentOf(path), file.path);
  const text = file.path.includes("$") ? null : context.read(where);
  for (const { name, value, valueSpan } of text === null ? [] : readEnvFile(text)) {
    if (own.has(name)) continue;
    for (const address of addressesIn(name, value)) {
      const sibling = siblingFor(service, services, address);
      if (sibling === null) continue;
      context.report(path, file.span, `${shorten(name, 30)}: ${messageFor(service, sibling, address)}`, {
        related: [context.placeOf(where, valueSpan)],
      });
      return;
    }
  }
}
