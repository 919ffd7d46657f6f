import { didYouMean } from "../model/nearest";
import { sentences } from "../model/sentences";
import { entries, items, toValue, type DataNode } from "../workspace/data-node";
import type { JsonSchema } from "./schema";

/** What a person meant to be told, and the offset that it is about. */
export type Report = (message: string, offset: number) => void;

/** What its own reader checks, with better words than a schema has. */
const OWN_WORDS: ReadonlySet<string> = new Set(["decisions", "correct[]"]);

/**
 * Reports keys that a section does not have, and sections that are no mapping or no list where one is read. Without this a
 * setting that is written in another form would be left out in silence.
 */
export function checkShape(node: DataNode | null | undefined, schema: JsonSchema, report: Report, path = ""): void {
  if (!node || toValue(node) === null) return;
  const wanted = wantedIn(schema);
  if (wanted !== null && node.kind !== wanted.kind) {
    // The top is told by the reader, with the name of the file.
    if (path !== "") report(`${path} must be ${wanted.words}; it is ${kindOf(node)}.`, node.span.start);
    return;
  }
  const name = path.slice(path.lastIndexOf(".") + 1);
  if (OWN_WORDS.has(name)) return;
  if (schema.items) for (const item of items(node)) checkShape(item, schema.items, report, `${path}[]`);
  const { properties = {}, additionalProperties } = schema;
  for (const { key, value, keySpan } of entries(node)) {
    const full = path === "" ? key : `${path}.${key}`;
    const child = properties[key] ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
    if (child) checkShape(value, child, report, full);
    else if (additionalProperties === false) {
      const known = Object.keys(properties);
      report(
        sentences(`${full} is not known here; known are ${known.join(", ")}`, didYouMean(key, known)),
        keySpan.start,
      );
    }
  }
}

/** The kind of node that a schema asks for, and how a person calls it; null where it says none. */
function wantedIn({ type }: JsonSchema): { readonly kind: DataNode["kind"]; readonly words: string } | null {
  if (type === "array") return { kind: "list", words: "a list" };
  if (type === "object") return { kind: "map", words: "a mapping" };
  return type === "string" ? { kind: "scalar", words: "a word" } : null;
}

function kindOf(node: DataNode): string {
  if (node.kind === "scalar") return "a single value";
  return node.kind === "list" ? "a list" : "a mapping";
}
