import { defineRule } from "../../define-rule";
import { partsOf } from "../../query/compose";
import { shorten } from "../../query/fixing";
import { isLoopbackHost } from "../../query/service-urls";

/** The hosts of `PLAINTEXT://kafka:9092,…`; null where a variable hides one. */
function hostsOf(value: string): readonly string[] | null {
  if (value.includes("$")) return null;
  return value.split(",").flatMap(each => /^\s*[\w-]+:\/\/([^:/]*):\d+\s*$/.exec(each)?.[1] ?? []);
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
    const { services } = context.document;
    for (const service of services) {
      const variable = service.environment.find(each => /^KAFKA_(?:CFG_)?ADVERTISED_LISTENERS$/.test(each.name));
      const hosts = variable?.value == null ? null : hostsOf(variable.value);
      if (variable === undefined || hosts === null || hosts.length === 0 || !hosts.every(isLoopbackHost)) continue;
      const client = services.find(
        other =>
          other !== service &&
          other.networkMode === null &&
          partsOf(context, other).some(part =>
            part.service.environment.some(each =>
              new RegExp(`(?:^|[/,\\s])${service.name.replaceAll(".", "\\.")}:\\d`).test(each.value ?? ""),
            ),
          ),
      );
      if (client === undefined || !/^[\w.-]+$/.test(service.name)) continue;
      context.report(
        variable.valueSpan,
        `Kafka sends \`${shorten(client.name, 24)}\` on to \`localhost\`, which is that container itself. Advertise \`${shorten(service.name, 24)}\`.`,
        { related: [context.placeOf(client.keySpan)] },
      );
    }
  },
});
