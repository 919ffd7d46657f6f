import { endingException } from "../model/last-exception";
import { sentences } from "../model/sentences";
import type { Cause, Verification } from "../model/verification";
import { placeInLog } from "./causes";
import type { ServicePlaces } from "./service-places";

/** A server that answers no request, a worker that does not answer its own ping, and a migration that fails when it runs again. */
export function serviceCauses(
  { services, migrations }: Pick<Verification, "services" | "migrations">,
  places: ServicePlaces,
  sources: readonly string[],
): readonly Cause[] {
  const silent = services.flatMap(({ name, ping }) => {
    if (!ping || ping.answered) return [];
    const raised = endingException(ping.text);
    return {
      what: sentences(`${name} did not answer ${ping.command.join(" ")}`, raised ?? ""),
      log: ping.text,
      place: (raised === null ? null : placeInLog(ping.text, sources)) ?? places.get(name) ?? null,
    };
  });
  const broken = migrations.flatMap(({ service, command, isIdempotent, checks }) => [
    ...(isIdempotent === false
      ? [{ what: `${service}: ${command.join(" ")} fails when it runs a second time.`, log: "" }]
      : []),
    ...checks
      .filter(({ exit, isAdvice }) => exit !== 0 && !isAdvice)
      .map(check => ({
        what: `${service}: ${check.command.join(" ")} ended with exit code ${check.exit}.`,
        log: check.text,
      })),
  ]);
  return [...silent, ...broken.map(cause => ({ ...cause, place: null }))];
}
