import { partSpan } from "../../../docker/compose/scalars";
import { at, entries } from "../../../workspace/data-node";
import { locatedList } from "../../../docker/compose/scalars";
import { defineRule } from "../../define-rule";
import { nearest } from "../../../model/nearest";
import { replace, shorten, suggestion } from "../../query/fixing";
import { projectsOf, servicesOf } from "../../query/projects";
import type { RunService } from "../../query/projects";
import { imageOf, readServiceUrl } from "../../query/service-urls";

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
  what: "A URL with a sibling's published port, or with a name that no service has.",
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
        for (const part of service.parts) {
          for (const variable of part.service.environment) {
            const url = variable.value === null ? null : readServiceUrl(variable.value);
            if (url === null) continue;
            const offset = variable.isList ? variable.name.length + 1 : 0;
            const text = part.file.document.text;
            const sibling = services.find(each => each.name === url.host && each !== service);
            if (sibling !== undefined && url.port !== null) {
              const image = imageOf(sibling);
              const published = sibling.parts
                .flatMap(each => each.service.ports)
                .find(port => port.published?.first === url.port && port.published.first === port.published.last);
              const inner = published === undefined ? image?.port : published.target?.first;
              if (image === null || inner === undefined || inner === url.port) continue;
              if (
                image.port !== inner ||
                (published === undefined && mayMoveItsPort(sibling, image.port)) ||
                sibling.parts.some(each => each.service.command?.text.includes(String(url.port)) === true)
              )
                continue;
              const portAt = url.hostAt + url.host.length + 1;
              const span = partSpan(text, variable.node, offset + portAt, offset + url.end);
              context.report(
                part.file.path,
                span,
                published === undefined
                  ? `\`${shorten(sibling.name, 24)}\` does not listen on ${String(url.port)}: the port of ${image.product} is ${String(inner)}. Write \`${String(inner)}\`.`
                  : `\`${String(url.port)}\` is the port of \`${shorten(sibling.name, 24)}\` on the host; between services it is ${String(inner)}. Write \`${String(inner)}\`.`,
                {
                  related: [context.placeOf(sibling.last.file.path, published?.span ?? sibling.last.service.keySpan)],
                  fixes:
                    span === variable.node.span
                      ? []
                      : [suggestion(`Use Port ${String(inner)}`, replace(span, String(inner)))],
                },
              );
            } else if (
              sibling === undefined &&
              !hasOutside &&
              !url.host.includes(".") &&
              !names.has(url.host) &&
              !/^localhost$|^host/.test(url.host)
            ) {
              const hint = nearest(
                url.host,
                [...names].filter(name => name !== service.name),
              );
              if (hint === null || !services.some(each => each.name === hint)) continue;
              const span = partSpan(text, variable.node, offset + url.hostAt, offset + url.hostAt + url.host.length);
              context.report(
                part.file.path,
                span,
                `No service is called \`${shorten(url.host, 24)}\`, so the name leads nowhere. Write \`${shorten(hint, 24)}\`.`,
                { fixes: span === variable.node.span ? [] : [suggestion(`Use ${hint}`, replace(span, hint))] },
              );
            }
          }
        }
      }
    }
  },
});
