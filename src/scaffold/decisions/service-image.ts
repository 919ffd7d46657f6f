import type { Place } from "../../model/place";
import type { Dependency } from "../../model/recon";
import { compareVersions, exactVersion, upperBound } from "../../python/packaging/versions";
import { cite, citeAll } from "../cite";
import type { BackingService } from "../define-service";
import { isSameImage, parseImage } from "../layout/existing-compose";
import type { ServiceQuestion } from "./service-question";
import { isSideGroup, runs, type Subject } from "./subject";

interface ImageChoice {
  readonly value: string;
  readonly reason: string;
}

export function decideImage(question: ServiceQuestion): string {
  const { decider, name, use, owners } = question;
  const { definition } = use;
  const choice = inUse(question) ?? withExtension(definition, owners) ?? olderForClient(definition, owners);
  const places = placesOf(question);
  return decider.text({
    key: `services.${name}.image`,
    value: choice?.value ?? definition.image,
    reason:
      choice?.reason ??
      `${definition.title} is used${citeAll(places)}; no file names a version, so the current one is taken.`,
    places,
    alternatives: [definition.image, ...(definition.alternatives ?? [])],
  });
}

function placesOf({ use: { uses } }: ServiceQuestion): readonly Place[] {
  return uses.flatMap(({ integration }) => integration.places.slice(0, 2));
}

function inUse(question: ServiceQuestion): ImageChoice | null {
  const { existing, use } = question;
  const value =
    existing?.base ?? use.uses.find(({ integration }) => isPinned(integration.image))?.integration.image ?? null;
  return value === null
    ? null
    : { value, reason: `The version that is in use today${citeAll(placesOf(question), 1)}.` };
}

function isPinned(image: string | undefined): boolean {
  const tag = image === undefined ? null : parseImage(image).tag;
  return tag !== null && tag !== "latest" && !(image ?? "").includes("$");
}

function withExtension({ id, title }: BackingService, owners: readonly Subject[]): ImageChoice | null {
  if (id !== "postgres") return null;
  const uses = (distribution: string): boolean => owners.some(({ recon }) => runs(recon, distribution));
  const names = (extension: string): boolean =>
    owners.some(({ recon }) =>
      recon.integrations.some(
        ({ service, scheme, protocol, places }) =>
          service === extension ||
          scheme === extension ||
          protocol === extension ||
          // The back end of GeoDjango, as the settings name it.
          (service === "postgres" && places.some(({ text }) => text.includes(`.backends.${extension}`))),
      ),
    );
  const reason = `${title} with the extension that a dependency needs.`;
  if (uses("pgvector") || names("pgvector")) return { value: "pgvector/pgvector:pg17", reason };
  if (uses("geoalchemy2") || names("postgis")) return { value: "postgis/postgis:17-3.5", reason };
  return null;
}

function olderForClient(definition: BackingService, owners: readonly Subject[]): ImageChoice | null {
  const old = oldClient(definition, owners);
  if (!old || !definition.forOldClient) return null;
  const { name, locked, specifier, place } = old;
  return {
    value: definition.forOldClient.image,
    reason: `${name} ${locked ?? specifier} (${cite(place)}) speaks with a server of its own major version.`,
  };
}

/** The installed client where it is older than what speaks with the current server. */
function oldClient({ forOldClient }: BackingService, owners: readonly Subject[]): Dependency | undefined {
  if (!forOldClient) return undefined;
  const { client, below } = forOldClient;
  return owners
    .flatMap(({ recon }) => recon.dependencies.filter(({ name, group }) => name === client && !isSideGroup(group)))
    .find(({ locked, specifier }) => {
      const version = locked ?? exactVersion(specifier);
      if (version !== null) return compareVersions(version, below) < 0;
      const bound = upperBound(specifier);
      return bound !== null && compareVersions(bound, below) <= 0;
    });
}

/** Whether an image is one of those that a service is known to start from. */
export function isImageOfOurs({ image, alternatives = [] }: BackingService, chosen: string): boolean {
  return [image, ...alternatives].some(own => isSameImage(chosen, own));
}
