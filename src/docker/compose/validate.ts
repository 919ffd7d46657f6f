import type { Span } from "../../model/place";
import type { DataNode, MapEntry, MapNode } from "../../workspace/data-node";
import schemaText from "./schema.json";

/** One way in which a file breaks the schema, at the smallest range. */
export type SchemaProblem =
  | {
      readonly kind: "unknown-property";
      readonly key: string;
      readonly path: readonly string[];
      readonly span: Span;
      readonly known: readonly string[];
      readonly value: DataNode;
    }
  | { readonly kind: "invalid-name"; readonly key: string; readonly path: readonly string[]; readonly span: Span }
  | {
      readonly kind: "wrong-type";
      readonly path: readonly string[];
      readonly span: Span;
      readonly found: JsonType;
      readonly expected: readonly string[];
      readonly value: DataNode;
    }
  | {
      readonly kind: "unknown-value";
      readonly path: readonly string[];
      readonly span: Span;
      readonly value: string;
      readonly known: readonly string[];
    }
  | {
      readonly kind: "wrong-form";
      readonly path: readonly string[];
      readonly span: Span;
      readonly value: string;
      readonly form: string;
    }
  | {
      readonly kind: "missing-property";
      readonly path: readonly string[];
      readonly span: Span;
      readonly key: string;
      readonly node: DataNode;
    };

export type JsonType = "object" | "array" | "string" | "integer" | "number" | "boolean" | "null";

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** A schema with its alternatives and patterns laid out for speed. */
interface Compiled {
  readonly types: ReadonlySet<string> | null;
  readonly properties: ReadonlyMap<string, Schema>;
  readonly patterns: readonly (readonly [RegExp, Schema])[];
  readonly isClosed: boolean;
  readonly schema: Schema;
}

const ROOT = schemaText as Schema;
const COMPILED = new WeakMap<Schema, readonly Compiled[]>();
/** The schema's own patterns are unanchored by oversight; Compose's later checks want the whole value. */
const MAX_PROBLEMS = 200;

/** Checks a file against the Compose specification's schema. Tagged nodes (`!reset`) pass. */
export function validateCompose(root: DataNode | null, tags: ReadonlyMap<DataNode, string>): readonly SchemaProblem[] {
  if (root === null) return [];
  const validator = new Validator(tags);
  validator.check(root, ROOT, []);
  return validator.problems;
}

class Validator {
  readonly problems: SchemaProblem[] = [];
  readonly #tags: ReadonlyMap<DataNode, string>;
  /** An anchored node is checked once for each schema, however many aliases name it. */
  readonly #seen = new Map<DataNode, Set<Schema>>();

  constructor(tags: ReadonlyMap<DataNode, string>) {
    this.#tags = tags;
  }

  check(node: DataNode, schema: Schema, path: readonly string[]): void {
    if (this.#tags.get(node) === "!reset" || this.problems.length >= MAX_PROBLEMS) return;
    if (node.kind !== "scalar") {
      const seen = this.#seen.get(node) ?? new Set();
      if (seen.has(schema)) return;
      seen.add(schema);
      this.#seen.set(node, seen);
    }
    const alternatives = compile(schema);
    const found = typeOf(node);
    const isVariable = node.kind === "scalar" && typeof node.value === "string" && node.value.includes("$");
    const fitting = alternatives.filter(each => fits(each, found, isVariable));
    const chosen = fitting.find(each => each.types?.has(found)) ?? fitting[0];
    if (chosen === undefined) {
      const expected = [...new Set(alternatives.flatMap(each => [...(each.types ?? [])]))];
      this.problems.push({ kind: "wrong-type", path, span: headSpan(node), found, expected, value: node });
      return;
    }
    if (node.kind === "map") this.#checkMap(node, chosen, path);
    else if (node.kind === "list") {
      const { items } = chosen.schema;
      if (items !== undefined) for (const item of node.items) this.check(item, items, path);
    } else if (!isVariable) this.#checkScalar(node, chosen.schema, path);
  }

  #checkMap(node: MapNode, compiled: Compiled, path: readonly string[]): void {
    const present = new Set<string>();
    for (const own of node.entries) {
      present.add(own.key);
      const schema = schemaOf(own, compiled);
      if (schema !== null) this.check(own.value, schema, [...path, own.key]);
      else if (compiled.isClosed) this.#reportUnknown(own, compiled, path);
    }
    for (const key of compiled.schema.required ?? []) {
      if (!present.has(key)) this.problems.push({ kind: "missing-property", path, span: headSpan(node), key, node });
    }
  }

  #reportUnknown(own: MapEntry, compiled: Compiled, path: readonly string[]): void {
    const known = [...compiled.properties.keys()];
    const isNamed = known.length === 0 && compiled.patterns.length > 0;
    if (isNamed) this.problems.push({ kind: "invalid-name", key: own.key, path, span: own.keySpan });
    else {
      this.problems.push({ kind: "unknown-property", key: own.key, path, span: own.keySpan, known, value: own.value });
    }
  }

  #checkScalar(node: DataNode & { readonly kind: "scalar" }, schema: Schema, path: readonly string[]): void {
    const value = node.value === null ? "" : String(node.value);
    const { span } = node;
    if (schema.enum !== undefined && typeof node.value === "string" && !schema.enum.includes(node.value)) {
      this.problems.push({ kind: "unknown-value", path, span, value, known: schema.enum });
    } else if (schema.pattern !== undefined && typeof node.value === "string" && !matches(schema.pattern, node.value)) {
      this.problems.push({ kind: "wrong-form", path, span, value, form: schema.pattern });
    } else if (typeof node.value === "number") {
      const { minimum = -Infinity, maximum = Infinity } = schema;
      if (node.value < minimum || node.value > maximum) {
        const form = maximum === Infinity ? `${String(minimum)} or more` : `${String(minimum)} to ${String(maximum)}`;
        this.problems.push({ kind: "wrong-form", path, span, value, form });
      }
    }
  }
}

function matches(pattern: string, value: string): boolean {
  const known = PATTERNS.get(pattern) ?? new RegExp(pattern);
  PATTERNS.set(pattern, known);
  return known.test(value);
}

const PATTERNS = new Map<string, RegExp>();

function schemaOf(own: MapEntry, compiled: Compiled): Schema | null {
  const named = compiled.properties.get(own.key);
  if (named !== undefined) return named;
  for (const [pattern, schema] of compiled.patterns) if (pattern.test(own.key)) return schema;
  return null;
}

/** True where a value of this type is right; a text with a variable may become any scalar. */
function fits(compiled: Compiled, found: JsonType, isVariable: boolean): boolean {
  const { types } = compiled;
  if (types === null || types.has(found)) return true;
  if (found === "integer" && types.has("number")) return true;
  return isVariable && (types.has("boolean") || types.has("number") || types.has("integer") || types.has("string"));
}

function typeOf(node: DataNode): JsonType {
  if (node.kind === "map") return "object";
  if (node.kind === "list") return "array";
  const { value } = node;
  if (value === null) return "null";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value === "boolean" ? "boolean" : "string";
}

/** The scalar, or the first line of a map or list. */
function headSpan(node: DataNode): Span {
  if (node.kind === "scalar") return node.span;
  const first = node.kind === "map" ? node.entries[0]?.keySpan : node.items[0]?.span;
  return first === undefined || first.start < node.span.start ? node.span : first;
}

/** The alternatives of a schema: itself, or those of its `oneOf`, references resolved. */
function compile(schema: Schema): readonly Compiled[] {
  const known = COMPILED.get(schema);
  if (known !== undefined) return known;
  const compiled = expand(schema).map(each => ({
    types: each.type === undefined ? null : new Set(typeof each.type === "string" ? [each.type] : each.type),
    properties: new Map(Object.entries(each.properties ?? {})),
    patterns: Object.entries(each.patternProperties ?? {}).map(
      ([pattern, value]) => [new RegExp(pattern), value] as const,
    ),
    isClosed: each.additionalProperties === false,
    schema: each,
  }));
  COMPILED.set(schema, compiled);
  return compiled;
}

function expand(schema: Schema): readonly Schema[] {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
    const target = ROOT.definitions?.[name];
    return target === undefined ? [{}] : expand(target);
  }
  return schema.oneOf === undefined ? [schema] : schema.oneOf.flatMap(expand);
}
