/** Says whether a value that came over a message boundary has a shape. */
export type Check<Value> = (value: unknown) => value is Value;
export type Checked<Checker> = Checker extends Check<infer Value> ? Value : never;

export const text: Check<string> = (value): value is string => typeof value === "string";
export const count: Check<number> = (value): value is number => typeof value === "number";
export const flag: Check<boolean> = (value): value is boolean => typeof value === "boolean";

export function orNull<Value>(check: Check<Value>): Check<Value | null> {
  return (value): value is Value | null => value === null || check(value);
}

export function listOf<Value>(check: Check<Value>): Check<readonly Value[]> {
  return (value): value is readonly Value[] => Array.isArray(value) && value.every(check);
}

export function oneOf<const Words extends readonly string[]>(...words: Words): Check<Words[number]> {
  return (value): value is Words[number] => typeof value === "string" && words.includes(value);
}

type Shape = Readonly<Record<string, Check<unknown>>>;
type Shaped<Fields extends Shape> = { readonly [Key in keyof Fields]: Checked<Fields[Key]> };

export function shape<Fields extends Shape>(fields: Fields): Check<Shaped<Fields>> {
  const entries = Object.entries(fields);
  return (value): value is Shaped<Fields> =>
    typeof value === "object" &&
    value !== null &&
    entries.every(([key, check]) => check((value as Record<string, unknown>)[key]));
}

/** A union told apart by its `type`. */
export function union<Cases extends Readonly<Record<string, Shape>>>(
  cases: Cases,
): Check<{ [Type in keyof Cases & string]: { readonly type: Type } & Shaped<Cases[Type]> }[keyof Cases & string]> {
  const checks = new Map(Object.entries(cases).map(([type, fields]) => [type, shape(fields)]));
  return (value): value is never => {
    if (typeof value !== "object" || value === null || !("type" in value)) return false;
    return typeof value.type === "string" && (checks.get(value.type)?.(value) ?? false);
  };
}
