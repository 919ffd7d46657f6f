import type { Severity } from "../model/finding";
import { NO_HADOLINT_CONFIGURATION } from "./hadolint-configuration";
import type { LintOptions } from "./options";
import type { Rule } from "./rule";

/** A rule that is to run, with its severity where the settings give one. */
export interface SelectedRule<Selected extends Rule = Rule> {
  readonly rule: Selected;
  readonly severity: Severity | null;
}

/** What was selected for the same rules and options before: a run over many files has one set of options. */
const SELECTIONS = new WeakMap<LintOptions, Map<readonly Rule[], readonly SelectedRule[]>>();

/** The rules that the options turn on. */
export function selectRules<Selected extends Rule>(
  rules: readonly Selected[],
  options: LintOptions,
): readonly SelectedRule<Selected>[] {
  // Rules that are given with the options come as a new list each time.
  if (options.rules !== undefined) return select(rules, options);
  const known = SELECTIONS.get(options)?.get(rules);
  // What is stored under a list of rules was made of that very list.
  if (known !== undefined) return known as readonly SelectedRule<Selected>[];
  const selected = select(rules, options);
  const byRules = SELECTIONS.get(options) ?? new Map<readonly Rule[], readonly SelectedRule[]>();
  byRules.set(rules, selected);
  SELECTIONS.set(options, byRules);
  return selected;
}

function select<Selected extends Rule>(
  rules: readonly Selected[],
  options: LintOptions,
): readonly SelectedRule<Selected>[] {
  const listed = typeof options.select === "object" ? new Set(options.select) : null;
  const hasDefault = listed === null || listed.has("default");
  const selected: SelectedRule<Selected>[] = [];
  for (const rule of rules) {
    const severity = severityFor(rule, options);
    if (severity === "off") continue;
    const named = listed !== null && [rule.id, rule.code, ...rule.mirrors].some(name => listed.has(name));
    const isOn = options.select === "all" || (hasDefault && (rule.enabled !== false || severity !== null));
    if (isOn || named) selected.push({ rule, severity });
  }
  return selected;
}

function severityFor(rule: Rule, options: LintOptions): Severity | "off" | null {
  const { severities } = options;
  const hadolint = options.hadolint ?? NO_HADOLINT_CONFIGURATION;
  if (severities !== undefined) {
    for (const name of [rule.id, rule.code, ...rule.mirrors]) {
      const severity = severities[name];
      if (severity !== undefined) return severity;
    }
  }
  if (hadolint.severities.size === 0) return null;
  for (const name of [...rule.mirrors, rule.code, rule.id]) {
    const severity = hadolint.severities.get(name);
    if (severity !== undefined) return severity;
  }
  return null;
}
