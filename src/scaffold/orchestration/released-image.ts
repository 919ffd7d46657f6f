import type { Blueprint, UnitDesign } from "../blueprint";
import { imageReference } from "../compose/app-services";

export interface ReleasedImage {
  /** As it is pulled: with the registry where one is decided, and always with a tag. */
  readonly reference: string;
  readonly name: string;
  readonly tag: string;
}

/** The image of a unit as other machines pull it. */
export function releasedImage(blueprint: Blueprint, unit: UnitDesign): ReleasedImage {
  const local = imageReference(blueprint, unit);
  const name = blueprint.registry === null ? local : `${blueprint.registry}/${local}`;
  const version = unit.layout.pyproject?.version ?? "";
  const tag = /^[A-Za-z0-9_][\w.-]{0,127}$/.test(version) ? version : "latest";
  return { reference: `${name}:${tag}`, name, tag };
}
