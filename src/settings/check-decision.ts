import type { DecisionValue } from "../model/plan";
import { didYouMean } from "../model/nearest";
import { sentences } from "../model/sentences";
import { DECISION_KEYS, findDecisionKey, type DecisionKey } from "./decision-keys";
import { asCount, asFlag, asList, asText, isNone } from "./decision-value";

const KEYS = DECISION_KEYS.map(({ key }) => key);

/** Lists as words, whatever a person wrote them as; everything else as it is. */
export function typedDecision(key: string, value: DecisionValue): DecisionValue {
  const isList = describe(key)?.type === "list" && typeof value !== "boolean";
  return isList ? (asList(value) ?? value) : value;
}

/** Why no plan can follow `value`, as a sentence; null where one can. `key` may name a unit, as `api/web.port`. */
export function decisionFault(key: string, value: DecisionValue): string | null {
  const known = describe(key);
  if (known === undefined) {
    const meant = didYouMean(
      key.slice(key.indexOf("/") + 1),
      KEYS,
      found => key.slice(0, key.indexOf("/") + 1) + found,
    );
    return sentences(`${key} is no decision of the plan`, meant, "docs/configuration.md lists them all");
  }
  const must = mustBe(known, value);
  return must === null ? null : `${key} must be ${must}; it is ${shown(value)}.`;
}

/** What the decision has to be where `value` is not that. */
function mustBe(known: DecisionKey, value: DecisionValue): string | null {
  switch (known.type) {
    case "flag":
      return asFlag(value) === undefined ? "yes or no" : null;
    case "count": {
      const count = asCount(value);
      const [least, most] = known.range ?? [0, Number.MAX_SAFE_INTEGER];
      const isWithin = count !== undefined && Number.isInteger(count) && count >= least && count <= most;
      return isWithin ? null : `a whole number${known.range ? ` from ${least} to ${most}` : ""}`;
    }
    case "list": {
      const words = asList(value) ?? [];
      return words.map(word => wordFault(known, word)).find(fault => fault !== null) ?? null;
    }
    case "optional-text":
      if (isNone(value)) return null;
      return wordFault(known, asText(value));
    case "text":
      return wordFault(known, asText(value));
  }
}

function wordFault({ values = [], isClosed, form }: DecisionKey, word: string | undefined): string | null {
  if (word === undefined) return "a word";
  if (isClosed) return values.includes(word) ? null : `one of ${values.join(", ")}`;
  return form === undefined || form.pattern.test(word) ? null : form.words;
}

function shown(value: DecisionValue): string {
  const text = Array.isArray(value) ? value.join(" ") : String(value ?? "none");
  return text === "" ? "empty" : text;
}

function describe(key: string): DecisionKey | undefined {
  return findDecisionKey(key.slice(key.indexOf("/") + 1));
}
