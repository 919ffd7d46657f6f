import type { PythonFacts, Value } from "../../python/facts";

/** Around each value of a file: what it stands in. Made only for files that read the environment. */
export class ValueContext {
  readonly #parents = new Map<string, Value>();
  readonly #annotations = new Map<
    string,
    { readonly target: string; readonly annotation: string | null; readonly scope: number }
  >();

  constructor(facts: PythonFacts) {
    for (const { value, target, annotation, scope, key } of facts.assignments) {
      if (value) {
        this.#annotations.set(keyOf(value), { target, annotation, scope });
        this.#walk(value);
      }
      if (key) this.#walk(key);
    }
    for (const call of facts.calls) this.#walkCall({ kind: "call", ...call });
    for (const definition of facts.definitions) {
      for (const value of definition.returns) this.#walk(value);
      for (const parameter of definition.parameters) {
        if (parameter.default) {
          this.#annotations.set(keyOf(parameter.default), {
            target: parameter.name,
            annotation: parameter.annotation,
            scope: -1,
          });
          this.#walk(parameter.default);
        }
      }
    }
    for (const { test } of facts.checks) this.#walk(test);
  }

  parent(value: { readonly offset: number; readonly end: number }): Value | undefined {
    return this.#parents.get(keyOf(value));
  }

  /** The choices (`a if test else b`) that a value is one of the two sides of, or stands in one. */
  choicesAround(value: {
    readonly offset: number;
    readonly end: number;
  }): readonly { readonly test: Value; readonly isThen: boolean }[] {
    const found: { readonly test: Value; readonly isThen: boolean }[] = [];
    let at: { readonly offset: number; readonly end: number } = value;
    for (let parent = this.parent(at); parent !== undefined; parent = this.parent(at)) {
      if (parent.kind === "choice" && keyOf(parent.test) !== keyOf(at))
        found.push({ test: parent.test, isThen: keyOf(parent.then) === keyOf(at) });
      at = parent;
    }
    return found;
  }

  /** The assignment whose whole value this is. */
  assigned(value: {
    readonly offset: number;
    readonly end: number;
  }): { readonly target: string; readonly annotation: string | null; readonly scope: number } | undefined {
    return this.#annotations.get(keyOf(value));
  }

  #walkCall(call: Extract<Value, { kind: "call" }>): void {
    for (const value of call.arguments) this.#add(value, call);
    for (const { value } of call.keywords) this.#add(value, call);
    if (call.base) this.#add(call.base, call);
  }

  #add(value: Value, parent: Value): void {
    const key = keyOf(value);
    if (this.#parents.has(key)) return;
    // The negated test of an `assert` covers the same text as the test itself, which must not become its own parent.
    if (key !== keyOf(parent)) this.#parents.set(key, parent);
    this.#walk(value);
  }

  #walk(value: Value): void {
    switch (value.kind) {
      case "call":
        this.#walkCall(value);
        break;
      case "template":
        for (const part of value.parts) if (typeof part !== "string") this.#add(part, value);
        break;
      case "subscript":
        this.#add(value.base, value);
        this.#add(value.key, value);
        break;
      case "attribute":
        this.#add(value.base, value);
        break;
      case "sequence":
        for (const item of value.items) this.#add(item, value);
        break;
      case "dict":
        for (const { key, value: item } of value.entries) {
          if (key) this.#add(key, value);
          this.#add(item, value);
        }
        break;
      case "operation":
        if (value.left) this.#add(value.left, value);
        this.#add(value.right, value);
        break;
      case "choice":
        this.#add(value.test, value);
        this.#add(value.then, value);
        this.#add(value.otherwise, value);
        break;
      default:
    }
  }
}

export function keyOf(value: { readonly offset: number; readonly end: number }): string {
  return `${value.offset}:${value.end}`;
}
