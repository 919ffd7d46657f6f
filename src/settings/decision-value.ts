import type { DecisionValue } from "../model/plan";
import { splitWords } from "../workspace/split-words";

/** What a person writes to have none of something. */
export function isNone(value: DecisionValue): boolean {
  return value === null || value === false || value === "none" || value === "";
}

export function asText(value: DecisionValue): string | undefined {
  if (value === null) return "none";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return Array.isArray(value) ? value.join(" ") : undefined;
}

export function asCount(value: DecisionValue): number | undefined {
  const count = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof count === "number" && Number.isFinite(count) ? count : undefined;
}

export function asFlag(value: DecisionValue): boolean | undefined {
  if (typeof value === "boolean") return value;
  const text = String(value ?? "").toLowerCase();
  if (["true", "yes", "on", "1"].includes(text)) return true;
  return ["false", "no", "off", "0", "none", ""].includes(text) ? false : undefined;
}

/** `--set` brings lists as text: a JSON array or words as a shell would split them. */
export function asList(value: DecisionValue): readonly string[] | undefined {
  if (value === null || value === false) return [];
  if (typeof value === "object") return value.map(String);
  const text = String(value).trim();
  if (text.startsWith("[")) {
    const words = jsonWords(text);
    if (words) return words;
  }
  return splitWords(text);
}

function jsonWords(text: string): readonly string[] | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.map(String) : null;
  } catch {
    // Not JSON after all: a YAML-like list without quotes is split by its commas.
    return text.endsWith("]")
      ? text
          .slice(1, -1)
          .split(",")
          .map(word => word.trim())
          .filter(Boolean)
      : null;
  }
}
