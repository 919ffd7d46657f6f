import { compareText } from "../../model/place";
import type { EntryPoint, EnvironmentVariable, Integration } from "../../model/recon";
import { kindOf, protocolOf } from "./kinds";
import { serviceOfVariable } from "./variable-names";

/** What Celery can keep messages in, besides what only queues do. */
const BROKERS: ReadonlySet<string> = new Set(["redis", "valkey", "sqs", "pubsub", "kafka", "rabbitmq"]);

/**
 * The broker of a Celery worker that a required variable names and nothing else tells: no client, no extra. Celery
 * brings one transport along, AMQP, and any other needs a distribution that would have been seen (Celery documentation,
 * "Backends and Brokers").
 */
export function withDefaultBroker(
  integrations: readonly Integration[],
  entryPoints: readonly EntryPoint[],
  environment: readonly EnvironmentVariable[],
): readonly Integration[] {
  const hasWorker = entryPoints.some(({ kind, command }) => kind === "worker" && command.includes("celery"));
  const isBroker = ({ kind, service, via }: Integration): boolean =>
    via !== "docs" && (kind === "queue" || BROKERS.has(service));
  if (!hasWorker || integrations.some(isBroker)) return integrations;
  const variable = environment.find(
    ({ name, scope, required }) =>
      required && scope === "application" && /BROKER/i.test(name) && serviceOfVariable(name).family === "queue",
  );
  if (!variable) return integrations;
  const service = "rabbitmq";
  const found: Integration[] = [
    ...integrations,
    {
      kind: kindOf(service),
      service,
      protocol: protocolOf(service),
      via: "env",
      variables: [variable.name],
      breaksInContainer: null,
      optional: false,
      places: variable.places.map(place => ({ ...place, confidence: "medium" as const })),
    },
  ];
  return found.sort(
    (left, right) => compareText(left.service, right.service) || compareText(left.host ?? "", right.host ?? ""),
  );
}
