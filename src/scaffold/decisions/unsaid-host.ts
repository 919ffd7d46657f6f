import type { ServiceDesign, VariableDesign } from "../blueprint";
import { cite } from "../cite";
import { clientVariable } from "./client-variable";
import { readsEnvironment } from "./fixed-addresses";
import type { Subject } from "./subject";
import { roleOf } from "./variable-role";

/**
 * What libpq reads where the settings give it no host, user or password. What the code does say wins over them.
 * Source: https://www.postgresql.org/docs/current/libpq-envars.html
 */
export function unsaidHost(subject: Subject, services: readonly ServiceDesign[]): readonly VariableDesign[] {
  const { recon, unit } = subject;
  const service = services.find(
    ({ definition, fixed, units }) => units.includes(unit) && fixed?.isUnsaid === true && readsEnvironment(definition),
  );
  if (!service?.fixed) return [];
  const { place, login } = service.fixed;
  // A login that the code asks for itself stands in its own variables.
  const asked = recon.integrations
    .filter(own => own.service === service.definition.id)
    .flatMap(({ variables }) => variables.map(name => roleOf(name, null, service)));
  const values = {
    PGHOST: service.name,
    ...(service.fixed.user === null && !asked.includes("user") ? { PGUSER: service.user } : {}),
    ...(login === "open" || service.fixed.password !== null || asked.includes("password")
      ? {}
      : { PGPASSWORD: service.password }),
  };
  const read = new Set(recon.environment.map(({ name }) => name));
  const reason = `${cite(place)} gives the client of ${service.name} none, so it looks there.`;
  return Object.entries(values).flatMap(([name, value]) =>
    value === null || read.has(name)
      ? []
      : [clientVariable(subject, { name, value, secret: name === "PGPASSWORD" }, reason, place)],
  );
}
