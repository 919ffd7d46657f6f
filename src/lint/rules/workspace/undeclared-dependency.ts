import type { ComposeVariable } from "../../../docker/compose/types";
import { effective, type ServicePart } from "../../../docker/compose/project";
import { entry } from "../../../workspace/data-node";
import { defineRule } from "../../define-rule";
import { addEntry, fixOf } from "../../query/compose";
import { shorten } from "../../query/fixing";
import { projectsOf, servicesOf } from "../../query/projects";
import type { RunService } from "../../query/projects";
import { addressesIn, imageOf } from "../../query/service-urls";

/** What a service waits for, by itself and through others. */
function waitsFor(service: RunService, services: ReadonlyMap<string, RunService>): ReadonlySet<string> {
  const reached = new Set([service.name]);
  for (const name of reached) {
    for (const { service: part } of services.get(name)?.parts ?? []) {
      for (const each of [...part.dependsOn, ...part.links, ...part.volumesFrom]) reached.add(each.name);
    }
  }
  return reached;
}

/** A service whose address another is given, and the variable that holds it. */
interface Use {
  readonly part: ServicePart;
  readonly variable: ComposeVariable;
  readonly other: RunService;
}

/** What a service uses and does not wait for. */
function undeclared(service: RunService, services: ReadonlyMap<string, RunService>): readonly Use[] {
  // A database calls nobody: it is given addresses by an anchor that it shares with the others.
  if (/^(?:database|cache)$/.test(imageOf(service)?.kind ?? "")) return [];
  const own = entry(service.last.service.node, "depends_on")?.value;
  // `depends_on: []` takes away what an anchor gives: to wait for nothing is meant.
  if (own?.kind === "list" && own.items.length === 0) return [];
  const uses = new Map<string, Use>();
  for (const part of service.parts) {
    for (const variable of part.service.environment) {
      const hosts = addressesIn(variable.name, variable.value ?? "");
      const other = hosts.map(({ host }) => services.get(host)).find(each => each !== undefined);
      if (other === undefined || uses.has(other.name) || imageOf(other) === null) continue;
      uses.set(other.name, { part, variable, other });
    }
  }
  if (uses.size === 0) return [];
  const waits = waitsFor(service, services);
  return [...uses.values()].filter(
    ({ other }) =>
      !waits.has(other.name) &&
      // One that runs with a profile only must not be pulled in by a service that runs without it.
      effective(other.parts, each => (each.profiles.length > 0 ? each.profiles : null)) === null &&
      !waitsFor(other, services).has(service.name),
  );
}

export const rule = defineRule({
  target: "workspace",
  id: "undeclared-dependency",
  code: "DD3026",
  severity: "info",
  mirrors: [],
  what: "A service is given the address of a database, cache or queue of the same project, and does not depend on it.",
  why: "`docker compose up web` starts it alone, and with all others it may be the first to start.",
  todo: "Name the other service in `depends_on`.",
  bad: {
    "compose.yaml":
      "services:\n  db:\n    image: postgres:17\n  web:\n    image: shop:1\n    environment:\n      DATABASE_URL: «postgres://shop@db/shop»\n",
  },
  good: {
    "compose.yaml":
      "services:\n  db:\n    image: postgres:17\n  web:\n    image: shop:1\n    environment:\n      DATABASE_URL: postgres://shop@db/shop\n    depends_on:\n      - db\n",
  },
  check: context => {
    for (const project of projectsOf(context)) {
      const services = new Map(servicesOf(project).map(service => [service.name, service]));
      for (const service of services.values()) {
        for (const { part, variable, other } of undeclared(service, services)) {
          const { node, dependsOn } = service.last.service;
          const isHere = service.parts.length === 1 && dependsOn.length === 0 && part.file === service.last.file;
          context.report(
            part.file.path,
            variable.isList ? variable.span : variable.valueSpan,
            `\`${shorten(service.name, 30)}\` uses \`${shorten(other.name, 30)}\`, but does not depend on it, so it may start first. Name it in \`depends_on\`.`,
            {
              related: [context.placeOf(other.last.file.path, other.last.service.keySpan)],
              fixes: isHere
                ? fixOf(
                    `Depend on ${other.name}`,
                    false,
                    addEntry(part.file.document.text, node, ["depends_on:", `  - ${other.name}`]),
                  )
                : [],
            },
          );
        }
      }
    }
  },
});
