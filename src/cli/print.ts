import type { DrydockError } from "../model/error";
import type { DecisionValue } from "../model/plan";
import { wrap, WIDTH, type Terminal } from "./terminal";

export function printJson(out: Terminal, value: unknown): void {
  out.line(JSON.stringify(value, null, 2));
}

/** What, why, what to do, and the stable code; no stack. */
export function printError(err: Terminal, error: DrydockError): void {
  const block = (label: string, text: string): void => {
    if (text !== "") for (const line of wrap(`${label}${text}`, WIDTH - 2, "       ")) err.line(`  ${line}`);
  };
  const [first = "", ...rest] = wrap(error.message, WIDTH - 2, "  ");
  err.line(`${err.mark("fail")} ${first}`);
  for (const line of rest) err.line(line);
  block("Why: ", error.why);
  block("Do:  ", error.todo);
  err.line(`  code: ${error.code}`);
}

export function formatValue(value: DecisionValue): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return "none";
  return Array.isArray(value) ? value.join(" ") : String(value);
}
