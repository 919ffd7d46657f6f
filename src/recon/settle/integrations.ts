import type { Evidence } from "../../model/evidence";
import { compareText } from "../../model/place";
import type { FixedAddress, Integration, IntegrationVia } from "../../model/recon";
import { isPerHost } from "../../model/finding-key";
import { isLoopback } from "../integrations/address";
import { byService } from "../integrations/by-service";
import type { IntegrationEvidence } from "../integrations/integration-evidence";
import { claimed, confidenceRank, mergePlaces } from "./source-order";

/** How sure each way of knowing a service is, the surest first. */
const VIA_ORDER: readonly IntegrationVia[] = [
  "settings",
  "url",
  "code",
  "env",
  "compose",
  "image",
  "ci",
  "distribution",
  "docs",
];

/** Services that speak HTTP themselves, with the ports that their clients go to by default. */
const HTTP_PORTS: ReadonlyMap<string, number> = new Map([
  ["clickhouse", 8123],
  ["elasticsearch", 9200],
  ["influxdb", 8086],
  ["meilisearch", 7700],
  ["ollama", 11434],
  ["opensearch", 9200],
  ["qdrant", 6333],
  ["solr", 8983],
  ["weaviate", 8080],
]);

/**
 * One integration for each service, for each host of HTTP APIs and of gRPC, and for each variable that alone knows such a host. That a
 * queue is named shows no service by itself, since the same client may speak to several (kombu to RabbitMQ, Redis and SQS).
 */
export function settleIntegrations(evidence: readonly Evidence[]): readonly Integration[] {
  const groups = new Map<string, Extract<Evidence, { claim: "integration" }>[]>();
  for (const one of withoutKnownServers(claimed(evidence, "integration"))) {
    const key = `${one.service}\n${isPerHost(one.service) ? (one.host ?? one.variables[0] ?? "") : ""}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const merged = [...groups.values()]
    .filter(group => group.some(({ via, channels }) => via !== "docs" && channels === undefined))
    .map(merge);
  const replaced = new Set(merged.flatMap(({ host, variables }) => (host === undefined ? [] : variables)));
  return merged
    .filter(
      ({ service, host, variables: [first] }) =>
        service !== "http-api" || host !== undefined || first === undefined || !replaced.has(first),
    )
    .sort(byService);
}

/**
 * Requests to where a client of a service goes as well are no API of their own: `requests.get(f"{SEARCH}/_cat")` beside
 * `Elasticsearch(SEARCH)`.
 */
function withoutKnownServers(evidence: readonly IntegrationEvidence[]): readonly IntegrationEvidence[] {
  const known = evidence.filter(({ service }) => HTTP_PORTS.has(service));
  const variables = new Set(known.flatMap(one => one.variables.filter(name => !isHostAlone(name))));
  const addresses = new Set(
    known.flatMap(({ service, fixed }) => (fixed ? [addressOf(fixed, HTTP_PORTS.get(service) ?? null)] : [])),
  );
  return evidence.filter(one => {
    if (one.service !== "http-api") return true;
    if (one.variables.length > 0) return !one.variables.every(name => variables.has(name));
    return one.fixed === undefined || !addresses.has(addressOf(one.fixed, 80));
  });
}

/** A host is shared by whatever runs there: the same name with another port is another server. */
function isHostAlone(name: string): boolean {
  return /(?:^|_)(?:HOST|HOSTNAME|SERVER|IP|DOMAIN|NODE)$/i.test(name);
}

function addressOf({ host, port }: FixedAddress, usual: number | null): string {
  return `${isLoopback(host) ? "localhost" : host.toLowerCase()}:${port ?? usual ?? ""}`;
}

/**
 * Evidence that says whether a service is needed. That a client library is installed, or that CI runs the service, says less
 * than the code that uses it; only for databases, caches and queues is the driver as much as the code, since an address given
 * at run time chooses it.
 */
function deciding<One extends { readonly kind: string; readonly via: IntegrationVia }>(
  group: readonly One[],
): readonly One[] {
  const weak = (one: One): boolean =>
    one.via === "ci" ||
    one.via === "docs" ||
    (one.via === "distribution" && !["database", "cache", "queue"].includes(one.kind));
  const strong = group.filter(one => !weak(one));
  return strong.length > 0 ? strong : group;
}

function merge(group: readonly Extract<Evidence, { claim: "integration" }>[]): Integration {
  const sorted = [...group].sort(
    (left, right) =>
      confidenceRank(left.place.confidence) - confidenceRank(right.place.confidence) ||
      VIA_ORDER.indexOf(left.via) - VIA_ORDER.indexOf(right.via) ||
      compareText(left.place.path, right.place.path) ||
      left.place.line - right.place.line,
  );
  const best = sorted[0] as (typeof sorted)[number];
  const host = sorted.find(one => one.host !== undefined)?.host;
  const image =
    sorted.find(one => one.image !== undefined && one.via === "compose")?.image ??
    sorted.find(one => one.image !== undefined)?.image;
  const scheme = sorted.find(one => one.scheme !== undefined)?.scheme;
  const written = sorted.flatMap(one => (one.fixed === undefined || one.optional ? [] : [one.fixed]));
  // What names a host says more than what leaves it to the client.
  const fixed = written.find(({ isUnsaid }) => isUnsaid !== true) ?? written[0];
  const whole = [...new Set(sorted.flatMap(one => one.whole ?? []))].sort(compareText);
  const channels = [...new Set(sorted.flatMap(one => one.channels ?? []))].sort(compareText);
  return {
    service: best.service,
    kind: best.kind,
    protocol: best.protocol,
    via: best.via,
    variables: [...new Set(sorted.flatMap(({ variables }) => variables))],
    breaksInContainer: sorted.find(({ breaksInContainer }) => breaksInContainer !== null)?.breaksInContainer ?? null,
    optional: deciding(sorted.filter(one => one.channels === undefined)).every(({ optional }) => optional),
    places: mergePlaces(sorted.map(({ place }) => place)),
    ...(host === undefined ? {} : { host }),
    ...(image === undefined ? {} : { image }),
    ...(scheme === undefined ? {} : { scheme }),
    ...(channels.length === 0 ? {} : { channels }),
    ...(whole.length === 0 ? {} : { whole }),
    ...(fixed === undefined ? {} : { fixed }),
  };
}
