import type { ContainerSummary } from "../../model/ports";
import type { ImageRow } from "./engine-store";

/** What a workspace's images are told by. */
export interface Owner {
  /** Names of its Compose projects. */
  readonly projects: readonly string[];
  readonly containers: readonly Pick<ContainerSummary, "image">[];
}

/** The name that an image is shown by: its first tag, or the beginning of its digest. */
export function imageName({ tags, id }: Pick<ImageRow, "tags" | "id">): string {
  return tags[0] ?? id.replace(/^sha256:/, "").slice(0, 12);
}

/** The images that a filter lets through: the workspace's own first, those without a name last, by name within each. */
export function imageRows(images: readonly ImageRow[], owner: Owner, filter: string): readonly ImageRow[] {
  const wanted = filter.trim().toLowerCase();
  const rank = ({ tags }: ImageRow): number => (tags.length === 0 ? 2 : isOwn(tags, owner) ? 0 : 1);
  return images
    .filter(image => wanted === "" || [image.id, ...image.tags].some(name => name.toLowerCase().includes(wanted)))
    .map(image => ({ image, rank: rank(image), name: imageName(image) }))
    .sort((left, right) => left.rank - right.rank || left.name.localeCompare(right.name))
    .map(({ image }) => image);
}

/** Compose names what it builds `project-service`; the rest is what the workspace's containers run. */
function isOwn(tags: readonly string[], { projects, containers }: Owner): boolean {
  return tags.some(tag => {
    const name = tag.replace(/:[^/:]*$/, "");
    return (
      projects.some(project => name === project || name.startsWith(`${project}-`)) ||
      containers.some(({ image }) => image === tag || image === name)
    );
  });
}
