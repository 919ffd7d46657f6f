import { walk } from "../applications/values";
import { defineDetector } from "../define-detector";
import { addressProblem } from "../integrations/address";
import { integration, storeKind, type IntegrationEvidence } from "../integrations/integration-evidence";
import { isOwnCode } from "../integrations/own-code";
import { serviceOfDjangoBackend } from "../knowledge/services";

/** Settings whose name alone says which service they describe, whatever the framework. */
const NAMED_SETTINGS: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\.)(?:EMAIL_HOST|MAIL_SERVER|SMTP_HOST|SMTP_SERVER)$/i, "smtp"],
  [/(?:^|\.)(?:ELASTICSEARCH_DSL|ELASTICSEARCH_URL|ELASTICSEARCH_HOSTS?)$/i, "elasticsearch"],
  [/(?:^|\.)AWS_STORAGE_BUCKET_NAME$/i, "s3"],
  [/(?:^|\.)AUTH_LDAP_SERVER_URI$/i, "ldap"],
  [/(?:^|\.)SENTRY_DSN$/i, "sentry"],
];

/**
 * Back ends named by their dotted path in settings (`django.db.backends.postgresql`, `django_redis.cache.RedisCache`), and
 * settings that name a service themselves.
 */
export const detector = defineDetector({
  id: "integration-settings",
  title: "Back ends in settings",
  reads: { everything: true },
  detect({ project, python }) {
    return python.filter(isOwnCode).flatMap(file => {
      const found: IntegrationEvidence[] = [];
      for (const { target, key, value, scope, offset } of file.facts.assignments) {
        if (!value) continue;
        const keyed = key?.kind === "string" ? `${target}.${key.value}` : target;
        walk(value, inner => {
          if (inner.kind !== "string" || !inner.value.includes(".")) return;
          const service = serviceOfDjangoBackend(inner.value);
          if (service === null) return;
          const { variables } = project.resolve(file, value, scope);
          const around = surroundings(value, inner.offset);
          const breaks = around.map(addressProblem).find(problem => problem !== null) ?? null;
          found.push(
            integration(service, "settings", project.place(file, inner.offset), {
              kind: storeKind(service, keyed),
              variables,
              breaks,
            }),
          );
        });
        const named = NAMED_SETTINGS.find(([name]) => name.test(keyed));
        if (!named || isEmpty(value)) continue;
        const resolved = project.resolve(file, value, scope);
        const text = resolved.value.kind === "string" ? resolved.value.value : "";
        if (text === "" && resolved.variables.length === 0) continue;
        found.push(
          integration(named[1], "settings", project.place(file, offset), {
            variables: resolved.variables,
            breaks: addressProblem(text),
          }),
        );
      }
      return found;
    });
  },
});

function isEmpty(value: { readonly kind: string; readonly value?: unknown }): boolean {
  return value.kind === "constant" || (value.kind === "string" && value.value === "");
}

/** Strings of the innermost mapping that holds the back end's name: its HOST, LOCATION, NAME. */
function surroundings(root: Parameters<typeof walk>[0], offset: number): readonly string[] {
  let inner: readonly string[] = [];
  walk(root, value => {
    if (value.kind !== "dict" || value.offset > offset || value.end < offset) return;
    const texts: string[] = [];
    for (const { key, value: entry } of value.entries) {
      if (key?.kind === "string" && /^(?:HOST|LOCATION|SERVER|URL|hosts?)$/i.test(key.value))
        walk(entry, text => void (text.kind === "string" && texts.push(text.value)));
    }
    inner = texts;
  });
  return inner;
}
