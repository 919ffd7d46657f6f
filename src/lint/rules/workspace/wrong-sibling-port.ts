import { partSpan } from "../../../docker/compose/scalars";
import { at, entries } from "../../../workspace/data-node";
import { locatedAt, locatedList } from "../../../docker/compose/scalars";
import { defineRule } from "../../define-rule";
import { nearest } from "../../../model/nearest";
import { replace, shorten, suggestion } from "../../query/fixing";
import { projectsOf, servicesOf } from "../../query/projects";
import type { RunService } from "../../query/projects";
import {
  addressesIn,
  hasOnePort,
  hostVariable,
  imageOf,
  isWanted,
  portVariableOf,
  readServiceUrl,
  serves,
} from "../../query/service-urls";
import type { Address } from "../../query/service-urls";
import type { ServicePart } from "../../../docker/compose/project";
import type { ComposeVariable } from "../../../docker/compose/types";
import type { Span } from "../../../model/place";
import type { WorkspaceContext } from "../../workspace-context";

/** Every name by which services of the project find each other, or something outside. */
function namesOf(services: readonly RunService[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const service of services) {
    names.add(service.name);
    for (const { service: part } of service.parts) {
      for (const each of [part.containerName, ...locatedList(at(part.node, "hostname"))])
        if (each !== null) names.add(each.text);
      for (const { value } of entries(at(part.node, "networks"))) {
        for (const alias of locatedList(at(value, "aliases"))) names.add(alias.text);
      }
      for (const link of [...locatedList(at(part.node, "links")), ...locatedList(at(part.node, "external_links"))]) {
        names.add(link.text.slice(link.text.lastIndexOf(":") + 1));
      }
      for (const host of locatedList(at(part.node, "extra_hosts"))) names.add(host.text.split(/[:=]/)[0] ?? "");
      for (const { key } of entries(at(part.node, "extra_hosts"))) names.add(key);
    }
  }
  return names;
}

/** True where a command, a variable, a configuration file or another port says that the product may listen elsewhere. */
function mayMoveItsPort(sibling: RunService, usual: number): boolean {
  return sibling.parts.some(
    ({ service }) =>
      service.command !== null ||
      service.entrypoint !== null ||
      service.envFiles.length > 0 ||
      service.configs.length > 0 ||
      service.environment.some(({ name }) => /PORT/.test(name.toUpperCase())) ||
      service.volumes.some(({ target }) => /\.(?:conf|cnf|ya?ml|ini)$/.test(target ?? "")) ||
      [...service.ports, ...service.expose].some(({ target }) => target !== null && target.first !== usual),
  );
}

export const rule = defineRule({
  target: "workspace",
  id: "wrong-sibling-port",
  code: "DD3008",
  severity: "error",
  mirrors: [],
  what: "A URL with a sibling's published port, with a name that no service has, or with one on another network.",
  why: "Services reach each other on the container's port; the published one exists on the host alone.",
  todo: "Write the port behind the colon of the sibling's `ports`, and its service name.",
  bad: {
    "compose.yaml":
      'services:\n  web:\n    image: shop:1\n    environment:\n      DATABASE_URL: postgresql://shop@db:«15432»/shop\n  db:\n    image: postgres:17\n    ports: ["127.0.0.1:15432:5432"]\n',
  },
  good: {
    "compose.yaml":
      'services:\n  web:\n    image: shop:1\n    environment:\n      DATABASE_URL: postgresql://shop@db:5432/shop\n  db:\n    image: postgres:17\n    ports: ["127.0.0.1:15432:5432"]\n',
  },
  check: context => {
    for (const project of projectsOf(context)) {
      const services = servicesOf(project);
      if (services.length !== project.services.size) continue;
      const names = namesOf(services);
      const hasOutside = project.files.some(file => file.document.networks.some(each => each.isExternal));
      for (const service of services) {
        const others = services.filter(each => each !== service);
        for (const part of service.parts) {
          for (const variable of part.service.environment) {
            for (const address of addressesIn(variable.name, variable.value ?? "")) {
              const sibling = others.find(each => each.name === address.host);
              if (sibling === undefined) {
                if (!hasOutside && address.wanted !== null) reportName(context, part, variable, address, others, names);
              } else if (!meet(service, sibling) && address.wanted !== null)
                reportApart(context, part, variable, address, sibling);
              else checkPort(context, part, variable, address, sibling);
            }
          }
        }
      }
    }
  },
});

/** The port of a sibling's address, or of the variable beside it: `DB_HOST: db` and `DB_PORT: 15432`. */
function checkPort(
  context: WorkspaceContext,
  part: ServicePart,
  variable: ComposeVariable,
  address: Address,
  sibling: RunService,
): void {
  if (address.port !== null) {
    const isUrl = readServiceUrl(variable.value ?? "") !== null;
    const start = address.hostAt + address.host.length + 1;
    reportPort(context, part, variable, sibling, { port: address.port, at: start, end: address.end, isUrl });
    return;
  }
  const beside = part.service.environment.find(each => each.name === portVariableOf(variable.name));
  const port = /^\d{2,5}$/.test(beside?.value ?? "") ? Number(beside?.value) : null;
  if (beside === undefined || port === null || hostVariable(variable.name) === null) return;
  reportPort(context, part, beside, sibling, { port, at: 0, end: String(port).length, isUrl: false });
}

/** False where two services have no network in common, so that neither finds the other's name. */
function meet(one: RunService, other: RunService): boolean {
  const [left, right] = [networksOf(one), networksOf(other)];
  return left === null || right === null || [...left].some(each => right.has(each));
}

/** The networks of a service by their real names; null where it has those of the host or of another container. */
function networksOf({ parts, project }: RunService): ReadonlySet<string> | null {
  if (parts.some(({ service }) => service.networkMode !== null)) return null;
  const keys = parts.flatMap(({ service }) => service.networks.map(({ name }) => name));
  const defined = project.files.flatMap(({ document }) => document.networks);
  return new Set(
    (keys.length === 0 ? ["default"] : keys).map(key => {
      const own = defined.findLast(each => each.name === key);
      return (own === undefined ? null : locatedAt(own.node, "name"))?.text ?? key;
    }),
  );
}

function reportApart(
  context: WorkspaceContext,
  part: ServicePart,
  variable: ComposeVariable,
  { host, hostAt }: Address,
  sibling: RunService,
): void {
  const [own, other] = [shorten(part.service.name, 20), shorten(host, 24)];
  context.report(
    part.file.path,
    valuePart(part, variable, hostAt, hostAt + host.length),
    `\`${own}\` and \`${other}\` have no network in common, so the name leads nowhere. Add one to the \`networks\` of both.`,
    { related: [context.placeOf(sibling.last.file.path, sibling.last.service.keySpan)] },
  );
}

/** Where a part of a variable's value stands. */
function valuePart(part: ServicePart, variable: ComposeVariable, start: number, end: number): Span {
  const offset = variable.isList ? variable.name.length + 1 : 0;
  return partSpan(part.file.document.text, variable.node, offset + start, offset + end);
}

interface WrittenPort {
  readonly port: number;
  /** Where it stands in the variable's value. */
  readonly at: number;
  readonly end: number;
  readonly isUrl: boolean;
}

function reportPort(
  context: WorkspaceContext,
  part: ServicePart,
  variable: ComposeVariable,
  sibling: RunService,
  { port, at: start, end, isUrl }: WrittenPort,
): void {
  const image = imageOf(sibling);
  // A scheme says which of a product's ports is meant; a port alone may be another of them.
  if (image === null || (!isUrl && !hasOnePort(image))) return;
  const published = sibling.parts
    .flatMap(each => each.service.ports)
    .find(each => each.published?.first === port && each.published.first === each.published.last);
  const inner = published === undefined ? image.port : published.target?.first;
  if (inner === undefined || inner === port || image.port !== inner) return;
  if (
    (published === undefined && mayMoveItsPort(sibling, image.port)) ||
    sibling.parts.some(each => each.service.command?.text.includes(String(port)) === true)
  )
    return;
  const span = valuePart(part, variable, start, end);
  const isExact = part.file.document.text.slice(span.start, span.end) === String(port);
  context.report(
    part.file.path,
    span,
    published === undefined
      ? `\`${shorten(sibling.name, 24)}\` does not listen on ${String(port)}: the port of ${image.product} is ${String(inner)}. Write \`${String(inner)}\`.`
      : `\`${String(port)}\` is the port of \`${shorten(sibling.name, 24)}\` on the host; between services it is ${String(inner)}. Write \`${String(inner)}\`.`,
    {
      related: [context.placeOf(sibling.last.file.path, published?.span ?? sibling.last.service.keySpan)],
      fixes: isExact ? [suggestion(`Use Port ${String(inner)}`, replace(span, String(inner)))] : [],
    },
  );
}

/** A host that nothing here has as its name, where one service is nearly called so or is the only one of the product. */
function reportName(
  context: WorkspaceContext,
  part: ServicePart,
  variable: ComposeVariable,
  { host, hostAt, wanted }: Address,
  others: readonly RunService[],
  names: ReadonlySet<string>,
): void {
  if (host.includes(".") || names.has(host) || /^localhost$|^host/.test(host)) return;
  if (wanted === null) return;
  const near = nearest(
    host,
    [...names].filter(name => name !== part.service.name),
  );
  const fitting = near === null ? others.filter(each => serves(each, wanted)) : [];
  const hint = near ?? (fitting.length === 1 ? (fitting[0]?.name ?? null) : null);
  const meant = others.find(each => each.name === hint);
  if (hint === null || meant === undefined) return;
  const image = imageOf(meant);
  if (image !== null && !isWanted(image, wanted)) return;
  const span = valuePart(part, variable, hostAt, hostAt + host.length);
  const isExact = part.file.document.text.slice(span.start, span.end) === host;
  context.report(
    part.file.path,
    span,
    `No service is called \`${shorten(host, 24)}\`, so the name leads nowhere. Write \`${shorten(hint, 24)}\`.`,
    { fixes: isExact ? [suggestion(`Use ${hint}`, replace(span, hint))] : [] },
  );
}
