import type { EntryPoint, EnvironmentVariable, Integration } from "../../model/recon";
import { byService } from "./by-service";
import { kindOf, protocolOf } from "./kinds";
import { carriesMessages } from "./link-variables";
import { serviceOfVariable } from "./variable-names";

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
  if (!hasWorker || integrations.some(each => each.via !== "docs" && carriesMessages(each))) return integrations;
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
  return found.sort(byService);
}
