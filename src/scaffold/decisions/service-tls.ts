import { citeAll } from "../cite";
import type { BackingService } from "../define-service";
import { isImageOfOurs } from "./service-image";
import type { ServiceQuestion } from "./service-question";

/** Whether the service offers TLS; Alpine's image has no certificate, and one of another maker may start in another way. */
export function decideTls(
  { decider, name, owners, existing }: ServiceQuestion,
  definition: BackingService,
  image: string,
): boolean {
  const places = owners.flatMap(({ layout }) => layout.requiredTls ?? []);
  const canOffer =
    definition.commandWithTls !== undefined &&
    existing === null &&
    isImageOfOurs(definition, image) &&
    !/alpine/.test(image);
  if (!canOffer || (places.length === 0 && !decider.isSet(`services.${name}.tls`))) return false;
  const why = "so the server offers one with the certificate of its image, which nobody signed";
  return decider.flag({
    key: `services.${name}.tls`,
    value: places.length > 0,
    reason:
      places.length > 0
        ? `The code may insist on an encrypted connection${citeAll(places)}, ${why}.`
        : "Nothing in the code insists on an encrypted connection.",
    places,
  });
}
