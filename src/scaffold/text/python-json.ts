/**
 * As Python's `json.dumps(value, sort_keys=True)` writes it, in ASCII; `isCompact` is `separators=(",", ":")`. Lock tools hash
 * what they lock in this form.
 */
export function pythonJson(value: unknown, isCompact = false): string {
  const [comma, colon] = isCompact ? [",", ":"] : [", ", ": "];
  if (Array.isArray(value)) return `[${value.map(item => pythonJson(item, isCompact)).join(comma)}]`;
  if (!isTable(value)) {
    const text = JSON.stringify(value ?? null);
    return text.replace(/[\u007f-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  }
  const names = Object.keys(value).sort();
  return `{${names.map(name => `${pythonJson(name)}${colon}${pythonJson(value[name], isCompact)}`).join(comma)}}`;
}

/** A mapping of a data file. */
export function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
