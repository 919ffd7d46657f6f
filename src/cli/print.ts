import type { DrydockError } from "../model/error";
import type { DecisionValue } from "../model/plan";
import type { Problem } from "../model/recon";
import { wrap, WIDTH, type Terminal } from "./terminal";

export function printJson(out: Terminal, value: unknown): void {
  // A runner of GitHub Actions would take `##[` for a command; written so it is the same JSON.
  out.line(JSON.stringify(value, null, 2).replaceAll("##[", "#\\u0023["));
}

/** Width of `Why: `, so that both texts begin in one column. */
const LABEL = 5;

/** What, why, what to do, and the stable code; no stack. */
export function printError(err: Terminal, error: DrydockError): void {
  const block = (label: string, text: string): void => {
    const lines = wrap(text, WIDTH - 2 - LABEL);
    lines.forEach((line, index) => err.line(`  ${(index === 0 ? label : "").padEnd(LABEL)}${line}`));
  };
  const [first = "", ...rest] = wrap(error.message, WIDTH - 2, "  ");
  err.line(`${err.mark("fail")} ${first}`);
  for (const line of rest) err.line(line);
  block("Why:", error.why);
  block("Do:", error.todo);
  err.line(`  code: ${error.code}`);
}

/** Each problem with its place, where results do not go. */
export function printProblems(err: Terminal, problems: readonly Problem[]): void {
  for (const { message, place } of problems) err.paragraph(`${place.path}:${place.line} ${message}`, "warn");
}

export function formatValue(value: DecisionValue): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return "none";
  return Array.isArray(value) ? value.join(" ") : String(value);
}
