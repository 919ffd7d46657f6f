import type { Decision, DecisionValue, Question } from "../model/plan";
import type { Place } from "../model/place";
import { asCount, asFlag, asList, asText, isNone } from "../settings/decision-value";

/** What of `.drydock.yaml` and of `--set` the plan reads; `Settings` fits it as it is. */
export interface PlanSettings {
  readonly decisions: Readonly<Record<string, DecisionValue>>;
  readonly units: Readonly<
    Record<string, { readonly path: string; readonly decisions: Readonly<Record<string, DecisionValue>> }>
  >;
  readonly generated: Readonly<Record<string, string>>;
  /** Absent where nothing was ever added to a Compose file of others. */
  readonly merged?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** `--set KEY=VALUE`; a key may name one unit as `unit/key`. */
  readonly overrides?: Readonly<Record<string, DecisionValue>>;
}

export interface Choice<Value extends DecisionValue> {
  readonly key: string;
  readonly value: Value;
  /** One sentence; names the file and line that decided where there is one. */
  readonly reason: string;
  readonly places?: readonly Place[];
  readonly alternatives?: readonly Value[];
}

/** Collects the decisions of one unit and lets what a person set win over what was found. */
export interface Decider {
  readonly unit: string | null;
  readonly decisions: Decision[];
  readonly questions: Question[];
  text(choice: Choice<string>): string;
  /** A text that may be left out: the person's `null` or `false` means none. */
  optionalText(choice: Choice<string | null>): string | null;
  count(choice: Choice<number>): number;
  flag(choice: Choice<boolean>): boolean;
  list(choice: Choice<readonly string[]>): readonly string[];
  ask(question: Omit<Question, "unit">): void;
  /** True where a person decided this key. */
  isSet(key: string): boolean;
}

export function createDecider(unit: string | null, settings: PlanSettings): Decider {
  const decisions: Decision[] = [];
  const questions: Question[] = [];
  const given = (key: string): { readonly value: DecisionValue; readonly from: string } | null => {
    // An answer for this run is kept in the file, so that its reason is the same in the next run.
    const layers: readonly (readonly [Readonly<Record<string, DecisionValue>> | undefined, string, string])[] = [
      ...(unit === null ? [] : ([[settings.overrides, `${unit}/${key}`, fromFile(`units.${unit}`)]] as const)),
      [settings.overrides, key, fromFile("decisions")],
      ...(unit === null ? [] : ([[settings.units[unit]?.decisions, key, fromFile(`units.${unit}`)]] as const)),
      [settings.decisions, key, fromFile("decisions")],
    ];
    for (const [layer, name, from] of layers) {
      const value = layer && Object.hasOwn(layer, name) ? layer[name] : undefined;
      if (value !== undefined) return { value, from };
    }
    return null;
  };
  const decide = <Value extends DecisionValue>(
    choice: Choice<Value>,
    read: (value: DecisionValue) => Value | undefined,
  ): Value => {
    const set = given(choice.key);
    const value = set ? read(set.value) : undefined;
    const changed = set !== null && value !== undefined;
    const result = changed ? value : choice.value;
    const others = [...(changed ? [choice.value] : []), ...(choice.alternatives ?? [])];
    decisions.push({
      key: choice.key,
      unit,
      value: result,
      reason: changed ? set.from : choice.reason,
      places: changed ? [] : (choice.places ?? []),
      alternatives: others.filter((other, at) => !same(other, result) && others.findIndex(o => same(o, other)) === at),
      changed,
    });
    return result;
  };
  return {
    unit,
    decisions,
    questions,
    text: choice => decide(choice, asText),
    optionalText: choice => decide(choice, value => (isNone(value) ? null : asText(value))),
    count: choice => decide(choice, asCount),
    flag: choice => decide(choice, asFlag),
    list: choice => decide(choice, asList),
    ask: question => questions.push({ ...question, unit }),
    isSet: key => given(key) !== null,
  };
}

function fromFile(section: string): string {
  return `Set in .drydock.yaml (${section}).`;
}

function same(left: DecisionValue, right: DecisionValue): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
