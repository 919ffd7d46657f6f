import type { BuiltImage } from "../../app/build-images";
import type { PastBuild } from "../../panel/protocol";
import { pastBuild } from "../../panel/protocol";
import type { Shell } from "../shell";

/** A build that is over, as it is kept in the workspace's storage. */
export interface BuildRecord extends PastBuild {
  readonly imageId: string;
  readonly tags: readonly string[];
  readonly layers: BuiltImage["layers"];
}

const keptRuns = 50;
const recordsKey = "drydock.builds";
const marksKey = "drydock.builds.files";

/** The last 50 builds of the workspace, newest first, and the marks of the files that each service was last built from. */
export class BuildRecords {
  readonly #storage: Shell["extension"]["workspaceState"];

  constructor(storage: Shell["extension"]["workspaceState"]) {
    this.#storage = storage;
  }

  get all(): readonly BuildRecord[] {
    const stored = this.#storage.get<unknown[]>(recordsKey, []);
    return Array.isArray(stored) ? stored.filter(isRecord) : [];
  }

  marksOf(service: string): Readonly<Record<string, string>> | undefined {
    return this.#storage.get<Record<string, Record<string, string>>>(marksKey, {})[service];
  }

  async add(records: readonly BuildRecord[], images: readonly BuiltImage[]): Promise<void> {
    const marks = this.#storage.get<Record<string, Readonly<Record<string, string>>>>(marksKey, {});
    const renewed = Object.fromEntries(
      images.flatMap(image => image.services.map(service => [service, image.marks] as const)),
    );
    await this.#storage.update(recordsKey, [...records, ...this.all].slice(0, keptRuns));
    await this.#storage.update(marksKey, { ...marks, ...renewed });
  }

  /** The newest build of one of these names that gave another image. */
  before(tags: readonly string[], imageId: string): BuildRecord | undefined {
    return this.all.find(
      record => record.imageId !== "" && record.imageId !== imageId && record.tags.some(tag => isSame(tag, tags)),
    );
  }
}

/** `shop-web` and `shop-web:latest` are the same name. */
function isSame(tag: string, tags: readonly string[]): boolean {
  const whole = (name: string): string => (/:[^/]+$/.test(name) ? name : `${name}:latest`);
  return tags.some(other => whole(other) === whole(tag));
}

/** Storage may hold what an earlier version wrote. */
function isRecord(value: unknown): value is BuildRecord {
  if (!pastBuild(value)) return false;
  const { imageId, tags, layers } = value as Partial<BuildRecord>;
  return typeof imageId === "string" && Array.isArray(tags) && Array.isArray(layers);
}
