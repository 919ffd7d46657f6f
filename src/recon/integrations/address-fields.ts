import type { Evidence } from "../../model/evidence";
import type { EnvironmentVariable } from "../../model/recon";
import type { Value } from "../../python/facts";

/** Names of attributes that the holes of a template, or what is called in them, take: `{quote(settings.DB_USER)}`. */
export function fieldsIn(value: Value): readonly string[] {
  if (value.kind === "template") {
    // What follows a question mark names no server: `?application_name={settings.APP_NAME}`.
    const query = value.parts.findIndex(part => typeof part === "string" && part.includes("?"));
    const connection = query < 0 ? value.parts : value.parts.slice(0, query);
    return connection.flatMap(part => (typeof part === "string" ? [] : fieldsIn(part)));
  }
  if (value.kind === "call") return value.arguments.flatMap(fieldsIn);
  const field = value.kind === "name" ? /^\w[\w.]*\.(\w+)$/.exec(value.path)?.[1] : undefined;
  return field === undefined ? [] : [field];
}

/**
 * Addresses with the variables of the settings' fields that they are put together from. A field is known by its annotation;
 * one without a default has nothing that the resolver could tell, and a bare `host` may be anybody's.
 */
export function withFields(
  evidence: readonly Evidence[],
  environment: readonly EnvironmentVariable[],
): readonly Evidence[] {
  const fields = new Set(environment.flatMap(({ name, type }) => (type !== null && name.includes("_") ? name : [])));
  return evidence.map(one => {
    if (one.claim !== "integration" || one.parts === undefined) return one;
    const { parts, ...rest } = one;
    const own = parts.map(name => name.toUpperCase()).filter(name => fields.has(name));
    return { ...rest, variables: [...new Set([...one.variables, ...own])] };
  });
}
