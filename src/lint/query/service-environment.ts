import type { ComposeService, ComposeVariable } from "../../docker/compose/types";
import { parseImageReference } from "../../docker/dockerfile/image-reference";
import type { ComposeContext } from "../compose-context";
import { isHidden, merged, partsOf } from "./compose";
import { knownImage } from "./known-images";

/** What a service's `environment` gives, merged over its files. */
export function givenVariables(context: ComposeContext, service: ComposeService): ReadonlyMap<string, ComposeVariable> {
  return new Map(
    partsOf(context, service).flatMap(({ service: part }) => part.environment.map(each => [each.name, each] as const)),
  );
}

/** True where a file that is not read here, or one that may be laid over, can give more variables or another command. */
export function mayBeGivenMore(context: ComposeContext, service: ComposeService): boolean {
  return (
    isHidden(context, service) ||
    partsOf(context, service).some(({ service: part }) => part.envFiles.length > 0) ||
    context.overlays.some(overlay => overlay.services.some(each => each.name === service.name))
  );
}

/** Official images that begin an empty database by `POSTGRES_…`, `MYSQL_…` and the like; null for others and for own builds. */
export function databaseOf(
  context: ComposeContext,
  service: ComposeService,
): "PostgreSQL" | "MySQL" | "MariaDB" | null {
  const image = merged(context, service, each => each.image)?.text;
  if (image === undefined || image.includes("$") || merged(context, service, each => each.build) !== null) return null;
  const { repository } = parseImageReference(image);
  if (!/^(?:library\/)?(?:postgres|mysql|mariadb)$|^(?:postgis\/postgis|pgvector\/pgvector)$/.test(repository))
    return null;
  const product = knownImage(image)?.product;
  return product === "PostgreSQL" || product === "MySQL" || product === "MariaDB" ? product : null;
}
