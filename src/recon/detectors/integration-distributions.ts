import { defineDetector } from "../define-detector";
import { integration } from "../integrations/integration-evidence";
import { fixedEngines } from "../django/fixed-engines";
import { mayOpenDatabase } from "../integrations/database-traces";
import { loadedDistributions } from "../integrations/loaded-distributions";
import { relationalFamily } from "../integrations/relational";
import { serviceOf, type ServiceUse } from "../knowledge/services";

/** Client libraries among the distributions that run: the driver tells the service, but not that it is used. */
export const detector = defineDetector({
  id: "integration-distributions",
  title: "Client libraries",
  reads: { everything: true },
  detect({ dependencies, project }) {
    const isLoaded = loadedDistributions(project);
    const engines = fixedEngines(project);
    const declared = dependencies.flatMap(({ name, direct }) => (direct ? name : []));
    let mayOpen: boolean | undefined;
    const isUsed = ({ service }: ServiceUse): boolean =>
      relationalFamily(service) === null || (mayOpen ??= mayOpenDatabase(project, declared));
    return dependencies.flatMap(dependency => {
      if (!dependency.direct || ["dev", "test", "tests", "docs", "lint", "typing"].includes(dependency.group))
        return [];
      // `celery[redis]` and `dramatiq[rabbitmq]` name their broker; without it the library proves none.
      const named = dependency.extras.flatMap(
        extra => serviceOf(extra === "librabbitmq" ? "amqp" : extra)?.service ?? EXTRAS[extra] ?? [],
      );
      // A client library that nothing loads is a remnant, and its service is not used.
      const loaded = isLoaded(dependency.name) ? serviceOf(dependency.name) : null;
      const isOther = loaded && engines && isOtherDatabase(loaded.service, engines);
      const use = loaded && !isOther && isUsed(loaded) ? loaded : null;
      const services = new Set(use?.confidence === "high" ? [use.service, ...named] : named);
      const confidence = use?.confidence === "high" ? "high" : "medium";
      return [...services].map(service =>
        integration(
          service,
          "distribution",
          { ...dependency.place, confidence },
          { optional: dependency.group !== "main" },
        ),
      );
    });
  },
});

/** Extras whose names are services rather than distributions. */
const EXTRAS: Readonly<Record<string, string>> = {
  redis: "redis",
  rabbitmq: "rabbitmq",
  sqs: "sqs",
  mongodb: "mongodb",
  memcache: "memcached",
  pymemcache: "memcached",
  elasticsearch: "elasticsearch",
  cassandra: "cassandra",
  zookeeper: "zookeeper",
  postgres: "postgres",
  postgresql: "postgres",
  mysql: "mysql",
  s3: "s3",
};

function isOtherDatabase(service: string, engines: ReadonlySet<string>): boolean {
  const family = relationalFamily(service);
  return family !== null && ![...engines].some(engine => relationalFamily(engine) === family);
}
