import type { Evidence } from "../../model/evidence";
import type { Place } from "../../model/place";
import type { FixedAddress, IntegrationKind, IntegrationVia } from "../../model/recon";
import { kindOf, protocolOf } from "./kinds";

export type IntegrationEvidence = Extract<Evidence, { readonly claim: "integration" }>;

/** One piece of evidence for a service, with what is not said filled in from the service itself. */
export function integration(
  service: string,
  via: IntegrationVia,
  place: Place,
  more: {
    readonly kind?: IntegrationKind;
    readonly variables?: readonly string[];
    readonly breaks?: string | null;
    readonly optional?: boolean;
    readonly host?: string;
    readonly image?: string;
    readonly scheme?: string;
    readonly protocol?: string;
    readonly channels?: readonly string[];
    readonly fixed?: FixedAddress | null;
    readonly whole?: readonly string[];
    readonly parts?: readonly string[];
  } = {},
): IntegrationEvidence {
  return {
    claim: "integration",
    service,
    kind: more.kind ?? kindOf(service),
    protocol: more.protocol ?? protocolOf(service),
    via,
    // Through which proxy something is asked says nothing of where it is.
    variables: (more.variables ?? []).filter(name => !/^(?:https?|all|no)_proxy$/i.test(name)),
    breaksInContainer: more.breaks ?? null,
    optional: more.optional ?? false,
    place,
    ...(more.host === undefined ? {} : { host: more.host }),
    ...(more.image === undefined ? {} : { image: more.image }),
    ...(more.scheme === undefined ? {} : { scheme: more.scheme }),
    ...(more.channels === undefined ? {} : { channels: more.channels }),
    ...(more.fixed === undefined || more.fixed === null ? {} : { fixed: more.fixed }),
    ...(more.whole === undefined ? {} : { whole: more.whole }),
    ...(more.parts === undefined || more.parts.length === 0 ? {} : { parts: more.parts }),
  };
}

/** What a key-value store serves as, from the name it is bound to: a broker is a queue, anything else a cache. */
export function storeKind(service: string, name: string): IntegrationKind {
  if (service !== "redis" && service !== "valkey") return kindOf(service);
  return /BROKER|QUEUE|CELERY|RESULT_BACKEND|CHANNEL|RQ|DRAMATIQ|HUEY|ARQ/i.test(name) ? "queue" : "cache";
}
