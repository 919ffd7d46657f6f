import { expandWord, globalScope } from "../docker/dockerfile/expand";
import { chainOf } from "../docker/dockerfile/stages";
import type { FromInstruction } from "../docker/dockerfile/types";
import type { Engine, ImageHistory } from "../model/ports";
import type { ImageAge } from "../model/verification";
import { historyInstructions, type BuiltFile } from "./instruction-places";
import type { BuiltImage } from "./build-stack";
import type { StartedService } from "./run-stack";
import type { ServicePlaces } from "./service-places";

/** The image that a built one begins with, and when the last of its layers was made; null where it begins with nothing. */
export function baseAge(file: BuiltFile, history: readonly ImageHistory[]): Omit<ImageAge, "services"> | null {
  const from = file.stage === null ? null : (chainOf(file.stage)[0]?.from ?? null);
  const own = historyInstructions(file, history);
  const last = history.findLast((_, index) => own[index] === null);
  if (from === null || last === undefined) return null;
  return { image: imageOf(file, from), made: madeAt(last.created), place: file.placeOf(from) };
}

/** The image that FROM names in this build, its variables replaced; as written where one is not known. */
function imageOf({ graph, file, args }: BuiltFile, { image }: FromInstruction): string {
  if (image === null) return "";
  return expandWord(image, globalScope(graph, file.escape, args), file.escape) ?? image.value;
}

/** Every image that the stack comes from, the bases of what is built here first. */
export async function imageAges(
  engine: Pick<Engine, "image">,
  built: readonly BuiltImage[],
  started: readonly StartedService[],
  places: ServicePlaces,
): Promise<readonly ImageAge[]> {
  const ages = new Map<string, ImageAge>();
  const add = (age: ImageAge): void => {
    const known = ages.get(age.image);
    ages.set(age.image, known ? { ...known, services: [...known.services, ...age.services] } : age);
  };
  for (const { base, services } of built) if (base) add({ ...base, services });
  const own = new Set(built.flatMap(({ services }) => services));
  for (const { name, detail } of started.filter(service => !own.has(service.name))) {
    const found = await engine.image(detail.image);
    const { Created: created } = (found?.raw ?? {}) as { readonly Created?: unknown };
    const made = madeAt(typeof created === "string" ? created : null);
    add({ image: detail.image, services: [name], made, place: places.get(name) ?? null });
  }
  return [...ages.values()];
}

/** Builds that are to be the same every time write the year 0001, 1970 or 1980 into their images: no age at all. */
function madeAt(created: string | null): string | null {
  const time = created === null ? Number.NaN : Date.parse(created);
  return Number.isFinite(time) && time > Date.UTC(2000, 0) ? new Date(time).toISOString() : null;
}
