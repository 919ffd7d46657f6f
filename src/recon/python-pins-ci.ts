import { asText, at, items, type DataNode } from "../workspace/data-node";
import { scalarsOf, versionIn, walk, type FoundVersion } from "./python-pin-values";
import { versionOfImage } from "./python-pins-images";

/** Keys under which workflows and pipelines name versions. */
const VERSION_KEYS = /^(?:python|py|python[-_. ]?versions?|versionSpec|pyver)$/i;

/**
 * Versions of a continuous integration file: `python-version` of setup-python and matrices, `image: python:3.11`,
 * Travis' `python`, Azure's `versionSpec`, `build.tools.python` of Read the Docs. Expressions (`${{ … }}`) name none.
 */
export function continuousPins(root: DataNode | null, path: string): readonly FoundVersion[] {
  const source = path.includes("readthedocs") ? "readthedocs" : "ci";
  const found: FoundVersion[] = [];
  for (const { key, value } of walk(root)) {
    if (VERSION_KEYS.test(key)) {
      for (const { text, offset } of scalarsOf(value)) {
        for (const word of text.split(/[\s,]+/)) {
          const version = versionIn(word);
          if (version !== null) found.push({ version, source, offset });
        }
      }
    } else if (key === "image") {
      const image = asText(value) ?? asText(at(value, "name"));
      const version = image === undefined ? null : versionOfImage(image);
      if (version !== null) found.push({ version, source, offset: value.span.start });
    } else if (key === "docker") {
      for (const item of items(value)) {
        const node = at(item, "image");
        const version = versionOfImage(asText(node) ?? "");
        if (node && version !== null) found.push({ version, source, offset: node.span.start });
      }
    }
  }
  return found.filter(
    (one, index) => found.findIndex(other => other.offset === one.offset && other.version === one.version) === index,
  );
}
