import type { ComposeService } from "../../../docker/compose/types";
import type { ComposeContext } from "../../compose-context";
import { defineRule } from "../../define-rule";
import { partsOf } from "../../query/compose";
import { shorten } from "../../query/fixing";
import { isLoopbackHost } from "../../query/service-urls";

/** The hosts of `PLAINTEXT://kafka:9092,…`; null where a variable hides one. */
function hostsOf(value: string): readonly string[] | null {
  if (value.includes("$")) return null;
  return value.split(",").flatMap(each => /^\s*[\w-]+:\/\/([^:/]*):\d+\s*$/.exec(each)?.[1] ?? []);
}

/** By host: the services that are given its address with a port, and so connect to it by its name. */
function clientsByHost(context: ComposeContext): ReadonlyMap<string, readonly ComposeService[]> {
  const clients = new Map<string, ComposeService[]>();
  for (const service of context.document.services) {
    if (service.networkMode !== null) continue;
    const values = partsOf(context, service).flatMap(part => part.service.environment.map(each => each.value ?? ""));
    const hosts = values.flatMap(value =>
      [...value.matchAll(/(?<![^/,\s])([\w.-]+):\d/g)].flatMap(match => match[1] ?? []),
    );
    for (const host of new Set(hosts)) {
      const known = clients.get(host);
      if (known === undefined) clients.set(host, [service]);
      else known.push(service);
    }
  }
  return clients;
}

export const rule = defineRule({
  target: "compose",
  id: "unreachable-listener",
  code: "DD2146",
  severity: "error",
  mirrors: [],
  what: "Kafka advertises `localhost` alone, while another service connects to it by its name.",
  why: "Kafka answers a client with the advertised address, and in the other container `localhost` is that container itself.",
  todo: "Advertise the service's name for the containers, and `localhost` on a listener of its own for the host.",
  bad:
    "services:\n  kafka:\n    image: apache/kafka:4.1.0\n    environment:\n      KAFKA_ADVERTISED_LISTENERS: «PLAINTEXT://localhost:9092»\n" +
    "  web:\n    image: shop:1\n    environment:\n      BOOTSTRAP: kafka:9092\n",
  good:
    "services:\n  kafka:\n    image: apache/kafka:4.1.0\n    environment:\n      KAFKA_ADVERTISED_LISTENERS: PLAINTEXT://kafka:9092\n" +
    "  web:\n    image: shop:1\n    environment:\n      BOOTSTRAP: kafka:9092\n",
  check: context => {
    let clients: ReturnType<typeof clientsByHost> | null = null;
    for (const service of context.document.services) {
      const variable = service.environment.find(each => /^KAFKA_(?:CFG_)?ADVERTISED_LISTENERS$/.test(each.name));
      const hosts = variable?.value == null ? null : hostsOf(variable.value);
      if (variable === undefined || hosts === null || hosts.length === 0 || !hosts.every(isLoopbackHost)) continue;
      clients ??= clientsByHost(context);
      const client = clients.get(service.name)?.find(other => other !== service);
      if (client === undefined) continue;
      context.report(
        variable.valueSpan,
        `Kafka sends \`${shorten(client.name, 24)}\` on to \`localhost\`, which is that container itself. Advertise \`${shorten(service.name, 24)}\`.`,
        { related: [context.placeOf(client.keySpan)] },
      );
    }
  },
});
