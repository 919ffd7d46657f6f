import type { AssignmentFact, SubscriptFact, Value } from "../facts";
import type { Mutable, Recorder } from "./recorder";

/** Records what an assignment binds; tuples are taken apart where both sides have as many items. */
export function assign(
  recorder: Recorder,
  target: Value,
  value: Value | null,
  annotation: string | null,
  details: { augmented?: boolean; each?: boolean; part?: number } = {},
): void {
  if (target.kind === "sequence") {
    const values =
      value?.kind === "sequence" && value.items.length === target.items.length && !details.each ? value.items : null;
    target.items.forEach((item, index) => {
      if (details.each && details.part === undefined && item.kind === "name") {
        assign(recorder, item, value, null, { each: true, part: index });
        return;
      }
      const unknown: Value = { kind: "other", offset: item.offset, end: item.end };
      assign(recorder, item, values?.[index] ?? unknown, null, details);
    });
    return;
  }
  markContext(recorder, target, "store");
  const path = targetPath(target);
  if (path === "") return;
  const fact: Mutable<AssignmentFact> = {
    target: path,
    key: target.kind === "subscript" ? target.key : null,
    value,
    annotation,
    offset: target.offset,
    scope: recorder.scope,
    augmented: details.augmented ?? false,
  };
  if (details.each) fact.each = true;
  if (details.part !== undefined) fact.part = details.part;
  recorder.assignment(fact);
}

/** `app.config["X"]` of a target; "" where it hangs on something that has no name. */
function targetPath(target: Value): string {
  switch (target.kind) {
    case "name":
      return target.path;
    case "attribute": {
      const base = targetPath(target.base);
      return base === "" ? "" : `${base}.${target.name}`;
    }
    case "subscript": {
      const base = targetPath(target.base);
      if (base === "") return "";
      return target.key.kind === "string" ? `${base}[${JSON.stringify(target.key.value)}]` : `${base}[]`;
    }
    case "operation":
      return target.operator === "*" && target.left === null ? targetPath(target.right) : "";
    default:
      return "";
  }
}

/** A subscript that was read as an expression turns out to be written to or deleted. */
export function markContext(recorder: Recorder, target: Value, context: SubscriptFact["context"]): void {
  if (target.kind !== "subscript") return;
  const fact = recorder.subscripts.findLast(
    candidate => candidate.offset === target.offset && candidate.end === target.end,
  );
  if (fact) fact.context = context;
}
