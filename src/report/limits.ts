import type { ThresholdVerdict } from "../model/verification";

/** Room around what was measured, so that the next run of the same code holds: times vary, sizes a little, counts not. */
const MARGINS: Readonly<Record<string, number>> = { ms: 1.5, bytes: 1.1, percent: 1.5, "per second": 0.7 };

/** A limit as `.drydock.yaml` has it, from a figure in its base unit: `236MB`, `12s`, `38`. */
export function limitText(value: number, unit: string): string {
  if (unit === "bytes") return value < 1e6 ? `${Math.ceil(value / 1e3)}KB` : `${Math.ceil(value / 1e6)}MB`;
  if (unit === "ms") return value < 1000 ? `${Math.ceil(value)}ms` : `${Math.ceil(value / 1000)}s`;
  if (unit === "percent") return `${Math.ceil(value)}%`;
  return String(unit === "per second" ? Math.floor(value) : Math.round(value));
}

/** What was measured with its margin, at least its slack; faults are not accepted, so a limit of 0 stays. */
export function proposedLimit({ measured, unit, limit, held, slack = 0 }: ThresholdVerdict): string {
  if (limit === 0 && !held) return "0";
  const figure = Number(measured ?? 0);
  const share = figure * (MARGINS[unit] ?? 1);
  return limitText(unit === "per second" ? share : Math.max(share, figure + slack), unit);
}
