import type { ComposeDocument } from "../../docker/compose/types";
import { validateCompose } from "../../docker/compose/validate";
import type { SchemaProblem } from "../../docker/compose/validate";

const CHECKED = new WeakMap<ComposeDocument, readonly SchemaProblem[]>();

/** The schema's problems of one kind, found once for all rules. */
export function schemaProblems<Kind extends SchemaProblem["kind"]>(
  document: ComposeDocument,
  kind: Kind,
): readonly Extract<SchemaProblem, { readonly kind: Kind }>[] {
  // Where the text is no YAML, the tree is a guess, and so would be what the schema says of it.
  if (document.problems.length > 0) return [];
  const known = CHECKED.get(document) ?? validateCompose(document.root, document.tags);
  CHECKED.set(document, known);
  return known.filter((each): each is Extract<SchemaProblem, { readonly kind: Kind }> => each.kind === kind);
}
