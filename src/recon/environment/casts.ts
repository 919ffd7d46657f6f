import { isSecretName } from "../../workspace/mask";
import type { Value } from "../../python/facts";
import { literalType, textsOf } from "./choices";
import type { ValueContext } from "./value-context";

/** Callables around a read that say what its text is turned into. */
const CASTS: Readonly<Record<string, string>> = {
  int: "int",
  float: "float",
  bool: "bool",
  str: "str",
  Decimal: "decimal",
  Path: "path",
  strtobool: "bool",
  str2bool: "bool",
  to_bool: "bool",
  parse_bool: "bool",
  str_to_bool: "bool",
  as_bool: "bool",
  loads: "json",
  literal_eval: "json",
  timedelta: "int",
};

/** Own helpers are told by their names: `parse_boolean`, `str_to_bool`. */
export function castOf(method: string): string | undefined {
  return CASTS[method] ?? (/(?:^|_|to|as)bool(?:ean)?$/i.test(method) ? "bool" : undefined);
}

interface Extent {
  readonly offset: number;
  readonly end: number;
}

type CallValue = Extract<Value, { readonly kind: "call" }>;

export interface ReadContext {
  readonly type: string | null;
  /** The right side of `read or default`. */
  readonly alternative: Value | null;
  /** The outermost value that is still the variable's, for assignments. */
  readonly outer: Extent;
}

/** What becomes of a read's text: casts, comparisons with truth words, `or` defaults. */
export function contextOf(context: ValueContext, read: Extent): ReadContext {
  let type: string | null = null;
  let alternative: Value | null = null;
  let at = read;
  for (let step = 0; step < 8; step++) {
    const parent = context.parent(at);
    if (parent?.kind === "operation") {
      const isLeft = parent.left !== null && same(parent.left, at);
      if (parent.operator !== "or") {
        // `str(os.getenv("DEBUG")).lower() in ["true", "1"]` is a switch.
        const other = isLeft ? parent.right : (parent.left ?? parent.right);
        if (COMPARISONS.has(parent.operator) && (type === null || type === "str") && isTruthWords(other)) type = "bool";
        break;
      }
      if (!isLeft) break;
      alternative ??= parent.right;
    } else if (parent?.kind === "call") {
      const made = typeMade(parent, at);
      if (made === null) break;
      type ??= made === KEPT ? null : made;
    } else break;
    at = parent;
  }
  return { type, alternative, outer: at };
}

const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "in", "is"]);
const KEPT = "text";

/** The type that a call turns a read into, `KEPT` where that stays a text, null where it is no longer told. */
function typeMade({ callee, base, arguments: [first] }: CallValue, at: Extent): string | null {
  const method = callee.slice(callee.lastIndexOf(".") + 1);
  if (!base || !same(base, at)) return (first && same(first, at) ? castOf(method) : undefined) ?? null;
  if (method === "split") return "list";
  return /^(?:lower|upper|strip|rstrip|lstrip|replace|title|casefold|encode)$/.test(method) ? KEPT : null;
}

function same(left: Extent, right: Extent): boolean {
  return left.offset === right.offset && left.end === right.end;
}

function isTruthWords(value: Value): boolean {
  if (value.kind === "sequence") return value.items.some(isTruthWords);
  if (value.kind === "constant") return value.value !== null;
  return value.kind === "string" && /^(?:1|0|true|false|yes|no|on|off|t|f|y|n)$/i.test(value.value);
}

/** A type as an annotation or a `cast=` argument names it. */
export function typeName(value: Value | undefined): string | null {
  if (!value) return null;
  if (value.kind === "name") {
    const last = value.path.slice(value.path.lastIndexOf(".") + 1);
    return last === "Csv" ? "list" : (CASTS[last] ?? (last === "list" || last === "dict" ? last : null));
  }
  if (value.kind !== "call") return null;
  if (/(?:^|\.)Choice$/.test(value.callee)) return literalType(textsOf(value.arguments[0]));
  return /(?:^|\.)(?:Csv|ListOf)$/.test(value.callee) ? "list" : null;
}

/** First or last words of names that say whether something is done, not what with. */
export const SWITCH =
  /^(?:USE|ENABLE|DISABLE|IS|HAS|ALLOW|REQUIRE|VERIFY|SHOW|CHECK|SKIP|NO|WITH)_|_(?:ENABLED|DISABLED|REQUIRED|AUTH)$/i;

/** `bool(os.getenv("API_KEY"))` only asks whether there is one. */
export function typeUnlessAsked(name: string, type: string | null): string | null {
  return type === "bool" && isSecretName(name) && !SWITCH.test(name) ? null : type;
}

/** The type that the code makes of what a reader gives: text that `os` gives may only be asked whether it is there. */
export function typeOfText(reader: string, name: string, type: string | null): string | null {
  return reader.startsWith("os.") ? typeUnlessAsked(name, type) : type;
}
