interface TopEntry {
  readonly key: string;
  /** Keys of its value; none where that is no mapping. */
  readonly keys: readonly string[];
}

/** Elements at the top of a file (Compose file reference). */
const ELEMENTS = new Set(["name", "services", "networks", "volumes", "configs", "secrets", "models"]);

/**
 * Services that stand at the top of a file, as they did before there was a version (Compose file, "Version 1"): a service is
 * built or has an image. A file that names its version, or takes in others, is of a later format, whatever it holds.
 */
export function firstFormatServices<Entry extends TopEntry>(top: readonly Entry[]): readonly Entry[] {
  if (top.some(({ key }) => key === "services" || key === "version" || key === "include")) return [];
  return top.filter(
    ({ key, keys }) =>
      !key.startsWith("x-") && !ELEMENTS.has(key) && keys.some(name => name === "image" || name === "build"),
  );
}
