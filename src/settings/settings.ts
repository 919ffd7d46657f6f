import { DrydockError } from "../model/error";
import { didYouMean } from "../model/nearest";
import { sentences } from "../model/sentences";
import type { DecisionValue } from "../model/plan";
import type { Problem } from "../model/recon";
import type { Severity } from "../model/finding";
import { asString, asStrings, asText, at, entries, items, toValue, type DataNode } from "../workspace/data-node";
import { SourceText } from "../workspace/source-text";
import { maskLine } from "../workspace/mask";
import { parseYaml } from "../workspace/yaml";
import { decisionFault } from "./check-decision";
import { checkShape, type Report } from "./check-shape";
import { findDecisionKey } from "./decision-keys";
import { SEVERITIES, settingsSchema } from "./schema";

/** The one configuration file; at the root of the analysed folder. */
export const SETTINGS_FILE = ".drydock.yaml";

export interface UnitSettings {
  readonly path: string;
  readonly decisions: Readonly<Record<string, DecisionValue>>;
}

export interface IgnoredFinding {
  /** `integration/redis`, `environment/PORT`, `entry-point/web`, … */
  readonly finding: string;
  /** Only where the evidence lies in this path; everywhere when absent. */
  readonly path: string | null;
  readonly why: string | null;
}

export interface Correction {
  readonly finding: string;
  readonly set: Readonly<Record<string, unknown>>;
  readonly line: number;
}

export interface ThresholdLimit {
  /** Absolute limit in the threshold's base unit (bytes, milliseconds, count, percent), or null. */
  readonly limit: number | null;
  /** Factor of the recorded baseline, or null. */
  readonly relative: number | null;
}

/** What `.drydock.yaml` says, with everything optional filled in. */
export interface Settings {
  readonly decisions: Readonly<Record<string, DecisionValue>>;
  readonly units: Readonly<Record<string, UnitSettings>>;
  readonly recon: {
    readonly exclude: readonly string[];
    readonly ignore: readonly IgnoredFinding[];
    readonly correct: readonly Correction[];
  };
  readonly lint: {
    readonly rules: Readonly<Record<string, Severity | "off">>;
    readonly select: readonly string[];
  };
  readonly thresholds: Readonly<Record<string, ThresholdLimit>>;
  /** Path to `sha256:…` of each file as Drydock last wrote it. */
  readonly generated: Readonly<Record<string, string>>;
  /** Path of a Compose file that others wrote to what Drydock added to it. */
  readonly merged: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const NO_SETTINGS: Settings = {
  decisions: {},
  units: {},
  recon: { exclude: [], ignore: [], correct: [] },
  lint: { rules: {}, select: ["default"] },
  thresholds: {},
  generated: {},
  merged: {},
};

const SHAPE = settingsSchema({ rules: [], thresholds: [], files: [] });

/** Names that only other folders know; a name that is none of them has no effect, which is worth telling. */
export interface KnownNames {
  /** Ids and codes of rules, and the codes that they mirror. */
  readonly rules: readonly string[];
  readonly thresholds: readonly string[];
}

export interface SettingsReading {
  readonly settings: Settings;
  readonly problems: readonly Problem[];
  /** False where the text is no YAML mapping: what the person decided is then unknown, not absent. */
  readonly isReadable: boolean;
}

/** The error of what needs decisions that cannot be read. */
export function unreadable({ message, place }: Problem): DrydockError {
  return new DrydockError(
    "configuration-broken",
    `${SETTINGS_FILE} could not be read, so what it decides is unknown.`,
    `${message.replace(/\.?$/, "")} (line ${place.line}, column ${place.column}).`,
    "Correct that line and run this again. Nothing was changed.",
  );
}

/** Throws it where decisions and thresholds are needed and the file that holds them says nothing readable. */
export function needReadable({ isReadable, problems: [first] }: SettingsReading): void {
  if (!isReadable && first) throw unreadable(first);
}

/** Reads `.drydock.yaml`; what cannot be understood is a problem with its place, and the rest still counts. */
export function readSettings(text: string | null, known?: KnownNames): SettingsReading {
  if (text === null) return { settings: NO_SETTINGS, problems: [], isReadable: true };
  const source = new SourceText(text);
  const problems: Problem[] = [];
  const report = (message: string, offset: number): void => {
    const { line, column } = source.position(offset);
    problems.push({
      code: "configuration-broken",
      message,
      place: {
        path: SETTINGS_FILE,
        line,
        column,
        text: maskLine(source.line(line), SETTINGS_FILE),
        confidence: "high",
      },
    });
  };
  const { root, problems: syntax } = parseYaml(text);
  for (const { message, offset } of syntax) report(`${SETTINGS_FILE} could not be read: ${message}.`, offset);
  if (root && root.kind !== "map" && toValue(root) !== null)
    report(`${SETTINGS_FILE} holds no mapping at its top.`, root.span.start);
  const isReadable = problems.length === 0;
  checkShape(root, SHAPE, report);
  const schema = at(root, "schema");
  if (schema && toValue(schema) !== 1)
    report("This file has a schema that this version of Drydock does not know; it knows 1.", schema.span.start);

  if (known) checkNames(root, known, report);

  return {
    settings: {
      decisions: decisionsOf(at(root, "decisions"), report),
      units: Object.fromEntries(
        entries(at(root, "units")).map(({ key, value }) => [
          key,
          {
            path: (asString(at(value, "path")) ?? key).replace(/^\.\/|\/+$/g, ""),
            decisions: decisionsOf(at(value, "decisions"), report),
          },
        ]),
      ),
      recon: {
        exclude: asStrings(at(root, "recon", "exclude")),
        ignore: items(at(root, "recon", "ignore")).flatMap(item => {
          const finding = asText(at(item, "finding"));
          if (finding === undefined) report("An ignore needs a finding, such as integration/redis.", item.span.start);
          return finding === undefined
            ? []
            : [{ finding, path: asText(at(item, "path")) ?? null, why: asText(at(item, "why")) ?? null }];
        }),
        correct: items(at(root, "recon", "correct")).flatMap(item => {
          const finding = asText(at(item, "finding"));
          const set = at(item, "set");
          if (finding === undefined || set?.kind !== "map") {
            report("A correction needs a finding and what to set.", item.span.start);
            return [];
          }
          return [
            { finding, set: toValue(set) as Record<string, unknown>, line: source.position(item.span.start).line },
          ];
        }),
      },
      lint: { rules: severitiesOf(at(root, "lint", "rules"), report), select: selectionOf(at(root, "lint", "select")) },
      thresholds: thresholdsOf(at(root, "thresholds"), report),
      generated: hashesOf(at(root, "generated")),
      merged: Object.fromEntries(entries(at(root, "merged")).map(({ key, value }) => [key, hashesOf(value)])),
    },
    problems,
    isReadable,
  };
}

function hashesOf(node: DataNode | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entries(node).flatMap(({ key, value }) => (asString(value) === undefined ? [] : [[key, asString(value) ?? ""]])),
  );
}

function checkNames(root: DataNode | null, { rules, thresholds }: KnownNames, report: Report): void {
  const isShellCheck = (name: string): boolean => /^SC\d+$/.test(name);
  const unknownRule = (name: string, offset: number): void => {
    if (rules.includes(name) || isShellCheck(name)) return;
    report(
      sentences(`${name} is the name of no rule`, didYouMean(name, rules), "drydock rules lists them all"),
      offset,
    );
  };
  for (const { key, keySpan } of entries(at(root, "lint", "rules"))) unknownRule(key, keySpan.start);
  const select = at(root, "lint", "select");
  for (const name of selectionOf(select))
    if (name !== "default" && name !== "all") unknownRule(name, select?.span.start ?? 0);
  for (const { key, keySpan } of entries(at(root, "thresholds"))) {
    if (thresholds.some(name => key === name || key.startsWith(`${name}.`))) continue;
    report(
      sentences(
        `${key} is no threshold, so it has no effect`,
        didYouMean(key, thresholds),
        "drydock verify --all prints every one",
      ),
      keySpan.start,
    );
  }
}

function decisionsOf(node: DataNode | undefined, report: Report): Record<string, DecisionValue> {
  const decisions: Record<string, DecisionValue> = {};
  for (const { key, value, keySpan } of entries(node)) {
    const decision = decisionValue(value);
    const fault =
      decision === undefined
        ? `${key} must be a word, a number, yes or no, or a list of words.`
        : decisionFault(key, decision);
    if (fault !== null) report(fault, findDecisionKey(key) === undefined ? keySpan.start : value.span.start);
    else if (decision !== undefined) decisions[key] = decision;
  }
  return decisions;
}

function decisionValue(node: DataNode): DecisionValue | undefined {
  if (node.kind === "list") return asStrings(node);
  if (node.kind !== "scalar") return undefined;
  // A version such as 3.10 is a number to YAML; as a decision it is what was written.
  return typeof node.value === "number" && node.raw.includes(".") ? node.raw : node.value;
}

function severitiesOf(node: DataNode | undefined, report: Report): Record<string, Severity | "off"> {
  const rules: Record<string, Severity | "off"> = {};
  for (const { key, value } of entries(node)) {
    const severity = value.kind === "scalar" && value.value === false ? "off" : asText(value);
    if (severity !== undefined && SEVERITIES.some(known => known === severity))
      rules[key] = severity as Severity | "off";
    else report(`The severity of ${key} must be one of ${SEVERITIES.join(", ")}.`, value.span.start);
  }
  return rules;
}

function selectionOf(node: DataNode | undefined): readonly string[] {
  const text = asText(node);
  if (text !== undefined)
    return text
      .split(",")
      .map(part => part.trim())
      .filter(part => part !== "");
  const list = asStrings(node);
  return list.length > 0 ? list : ["default"];
}

function thresholdsOf(node: DataNode | undefined, report: Report): Record<string, ThresholdLimit> {
  const thresholds: Record<string, ThresholdLimit> = {};
  for (const { key, value } of entries(node)) {
    const limitNode = value.kind === "map" ? at(value, "limit") : value;
    const relativeNode = value.kind === "map" ? at(value, "relative") : undefined;
    const limit = limitNode ? quantity(asText(limitNode) ?? "") : null;
    const relative = relativeNode ? Number(asText(relativeNode)) : null;
    if ((limitNode && limit === null) || Number.isNaN(relative) || (limit === null && relative === null)) {
      report(`${key} needs a limit such as 250MB, 10s or 12, or a relative factor such as 1.5.`, value.span.start);
    } else thresholds[key] = { limit, relative };
  }
  return thresholds;
}

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  "%": 1,
};

/** `250MB` in bytes, `1.5s` in milliseconds, `80%` and plain numbers as they are; null where it is no quantity. */
export function quantity(text: string): number | null {
  const match = /^\s*(\d+(?:[._]\d+)*)\s*([a-z%]*)\s*$/i.exec(text);
  const factor = UNITS[match?.[2]?.toLowerCase() ?? "?"];
  return match?.[1] === undefined || factor === undefined ? null : Number(match[1].replaceAll("_", "")) * factor;
}
