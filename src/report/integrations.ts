import { compareText } from "../model/place";
import type { Integration } from "../model/recon";
import { serviceName } from "./figures";

const order: readonly Integration["kind"][] = [
  "database",
  "cache",
  "queue",
  "search",
  "storage",
  "mail",
  "http",
  "filesystem",
];

/** What a person calls it: its host, or the service's name. */
export function integrationName({ host, service }: Pick<Integration, "host" | "service">): string {
  return host ?? serviceName(service);
}

/** Integration points in the order in which people look for them, wherever they are listed. */
export function byKind(integrations: readonly Integration[]): readonly Integration[] {
  return [...integrations].sort(
    (left, right) =>
      order.indexOf(left.kind) - order.indexOf(right.kind) ||
      compareText(integrationName(left), integrationName(right)),
  );
}
