import type { Decision, DecisionValue } from "../model/plan";
import type { Engine } from "../model/ports";

export interface ImagePins {
  /** Decisions that name the digest, to be planned with. */
  readonly set: Readonly<Record<string, DecisionValue>>;
  /** Images whose digest the engine does not know: it never pulled them. */
  readonly unknown: readonly string[];
}

/** Decisions whose value is an image. */
const IMAGE_KEY = /^(?:base\.image|services\..+\.image)$/;

/**
 * The images of a plan with the digest that the engine has of them: `python:3.11-slim@sha256:…`, so that a person still
 * reads the tag and every build takes the same bytes. Asked again it names the digest of today.
 */
export async function pinImages(decisions: readonly Decision[], engine: Pick<Engine, "image">): Promise<ImagePins> {
  const set: Record<string, DecisionValue> = {};
  const unknown = new Set<string>();
  for (const { key, unit, value } of decisions) {
    if (!IMAGE_KEY.test(key) || typeof value !== "string" || value.includes("$")) continue;
    const tagged = value.split("@")[0] ?? value;
    const digest = digestOf((await engine.image(tagged))?.raw, repositoryOf(tagged));
    if (digest === null) unknown.add(tagged);
    else set[unit === null ? key : `${unit}/${key}`] = `${tagged}@${digest}`;
  }
  return { set, unknown: [...unknown] };
}

/** Of several repositories that hold the same image, the one that the plan names. */
function digestOf(raw: unknown, repository: string): string | null {
  const listed =
    typeof raw === "object" && raw !== null ? (raw as { readonly RepoDigests?: unknown }).RepoDigests : null;
  const digests = Array.isArray(listed) ? (listed as readonly unknown[]).filter(item => typeof item === "string") : [];
  const own = digests.find(item => canonical(item.split("@")[0] ?? "") === canonical(repository));
  return own?.split("@")[1] ?? null;
}

function repositoryOf(image: string): string {
  const slash = image.lastIndexOf("/");
  const colon = image.indexOf(":", slash + 1);
  return colon < 0 ? image : image.slice(0, colon);
}

/** `docker.io/library/python` and `python` are one repository. */
function canonical(repository: string): string {
  return repository.replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "");
}
