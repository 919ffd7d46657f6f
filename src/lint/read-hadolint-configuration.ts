import { parseDocument } from "yaml";
import type { Severity } from "../model/finding";
import type { HadolintConfiguration, LabelType } from "./hadolint-configuration";
import { NO_HADOLINT_CONFIGURATION } from "./hadolint-configuration";
import { SEVERITY_WORDS } from "./severity-words";

/** hadolint counts what it would not show as well where the threshold is `ignore` or `none`; there is nothing below a hint here. */
const THRESHOLDS: ReadonlyMap<string, Severity> = new Map([...SEVERITY_WORDS, ["ignore", "hint"], ["none", "hint"]]);

const LABEL_TYPES: ReadonlyMap<string, LabelType> = new Map(
  Object.entries({
    text: "text",
    rawtext: "rawtext",
    "": "rawtext",
    url: "url",
    spdx: "spdx",
    hash: "hash",
    rfc3339: "rfc3339",
    semver: "semver",
    email: "email",
  }),
);

/** Reads `.hadolint.yaml`. What is broken or unknown in it counts as not written. */
export function readHadolintConfiguration(text: string): HadolintConfiguration {
  const root = asRecord(parse(text));
  if (root === null) return NO_HADOLINT_CONFIGURATION;
  const severities = new Map<string, Severity>();
  for (const [name, codes] of Object.entries(asRecord(root["override"]) ?? {})) {
    const severity = SEVERITY_WORDS.get(name);
    if (severity !== undefined) for (const code of asStrings(codes)) severities.set(code, severity);
  }
  const labels = new Map<string, LabelType>();
  for (const [name, type] of Object.entries(asRecord(root["label-schema"]) ?? {})) {
    const known = typeof type === "string" ? LABEL_TYPES.get(type.toLowerCase()) : undefined;
    labels.set(name, known ?? "rawtext");
  }
  return {
    ignored: asStrings(root["ignored"]),
    severities,
    trustedRegistries: asStrings(root["trustedRegistries"]),
    labels,
    strictLabels: root["strict-labels"] === true,
    ignorePragmas: root["disable-ignore-pragma"] !== true,
    failOn: root["no-fail"] === true ? "never" : (THRESHOLDS.get(String(root["failure-threshold"])) ?? null),
  };
}

function parse(text: string): unknown {
  try {
    return parseDocument(text, { logLevel: "silent" }).toJS({ maxAliasCount: 100 }) as unknown;
  } catch {
    // An alias bomb or the like: as if nothing were written.
    return null;
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

function asStrings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}
