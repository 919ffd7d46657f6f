import type { ThresholdVerdict } from "../model/verification";
import type { ThresholdLimit } from "../settings/settings";
import type { Figures, Measurements } from "./measurements";

interface Known {
  readonly key: string;
  readonly unit: ThresholdVerdict["unit"];
  /** Proposed limit; null for figures that are only judged where a person or a baseline says so. */
  readonly limit: number | null;
  /** Held when the figure is at least the limit, as for throughput. */
  readonly atLeast?: boolean;
  /** How far it lies from the baseline by chance, in its unit: what is near nothing varies by more than any factor. */
  readonly slack?: number;
  /** False where a baseline tells nothing: a load without pause takes what the machine gives, a faster one more. */
  readonly isComparable?: boolean;
}

/**
 * Every figure, with the limit that is proposed: what a small Python service keeps with room to spare on a laptop.
 * `.drydock.yaml` replaces each. A key of one service ends in its name: `image.bytes.web`; without a name it holds for
 * every service.
 */
export const DEFAULT_THRESHOLDS: readonly Known[] = [
  { key: "image.bytes", unit: "bytes", limit: 1_000_000_000 },
  { key: "image.layers", unit: "count", limit: 40 },
  { key: "image.leftovers", unit: "bytes", limit: 100_000_000, slack: 1_000_000 },
  { key: "image.secrets", unit: "count", limit: 0 },
  { key: "image.findings", unit: "count", limit: 0 },
  { key: "context.bytes", unit: "bytes", limit: 50_000_000, slack: 100_000 },
  { key: "build.cold", unit: "ms", limit: 600_000 },
  { key: "build.warm", unit: "ms", limit: 60_000, slack: 500 },
  { key: "start.healthy", unit: "ms", limit: 60_000, slack: 1000 },
  { key: "start.import", unit: "ms", limit: 10_000, slack: 100 },
  // Servers and workers look once a second at what they were asked.
  { key: "stop.graceful", unit: "ms", limit: 30_000, slack: 2000 },
  { key: "memory.idle", unit: "bytes", limit: 512_000_000, slack: 5_000_000 },
  { key: "memory.peak", unit: "bytes", limit: 512_000_000, slack: 5_000_000 },
  { key: "cpu.idle", unit: "percent", limit: 50, slack: 5 },
  { key: "cpu.peak", unit: "percent", limit: null, isComparable: false },
  { key: "probe.p50", unit: "ms", limit: null, slack: 10 },
  { key: "probe.p95", unit: "ms", limit: 1000, slack: 10 },
  { key: "probe.requests", unit: "per second", limit: null, atLeast: true },
  { key: "probe.errors", unit: "percent", limit: 0 },
  { key: "tests.failed", unit: "count", limit: 0 },
  { key: "tests.passed", unit: "count", limit: null, atLeast: true },
  // Tests that run longer are stopped.
  { key: "tests.duration", unit: "ms", limit: 600_000, slack: 1000 },
  { key: "lint.errors", unit: "count", limit: 0 },
  { key: "packages.critical", unit: "count", limit: null },
  { key: "packages.high", unit: "count", limit: null },
];

/** How far a figure may lie from the baseline where `.drydock.yaml` gives no factor: times and rates vary, sizes hardly. */
const MARGINS: Readonly<Record<string, number>> = { ms: 1.5, bytes: 1.1, percent: 1.5, "per second": 1.5, count: 1 };

export function thresholdOf(key: string): Known | undefined {
  return DEFAULT_THRESHOLDS.find(candidate => key === candidate.key || key.startsWith(`${candidate.key}.`));
}

export type Judged = Omit<ThresholdVerdict, "because" | "place">;

/**
 * The verdict on each figure: own limit, else the baseline times its factor, else the proposed default. With
 * `isCompared` the baseline counts for every figure that has no limit of its own.
 */
export function judge(
  measured: Measurements,
  limits: Readonly<Record<string, ThresholdLimit>>,
  baseline: Figures,
  isCompared: boolean,
): readonly Judged[] {
  return Object.entries(measured.figures)
    .flatMap(([key, value]) => {
      const known = thresholdOf(key);
      const chosen = limitOf(known, ownLimit(key, limits), baseline[key], isCompared);
      if (!chosen) return [];
      const { limit, source } = chosen;
      const held = known?.atLeast === true ? value >= limit : value <= limit;
      const slack = known?.slack === undefined ? {} : { slack: known.slack };
      const unit = known?.unit ?? "count";
      return [{ key, limit, measured: value, unit, held, source, ...slack, ...measured.of(key) }];
    })
    .sort((left, right) => rank(left.key, limits) - rank(right.key, limits) || (left.key < right.key ? -1 : 1));
}

/** The most that a figure may be whatever was measured before; null where nothing limits it. */
export function fixedLimit(key: string, limits: Readonly<Record<string, ThresholdLimit>>): number | null {
  return limitOf(thresholdOf(key), ownLimit(key, limits), undefined, false)?.limit ?? null;
}

function ownLimit(key: string, limits: Readonly<Record<string, ThresholdLimit>>): ThresholdLimit | undefined {
  return limits[key] ?? limits[thresholdOf(key)?.key ?? ""];
}

function limitOf(
  known: Known | undefined,
  own: ThresholdLimit | undefined,
  before: number | undefined,
  isCompared: boolean,
): { readonly limit: number; readonly source: ThresholdVerdict["source"] } | null {
  if (own?.limit != null) return { limit: own.limit, source: "yours" };
  if (before !== undefined && own?.relative != null) {
    return { limit: known?.atLeast === true ? before / own.relative : before * own.relative, source: "baseline" };
  }
  if (before !== undefined && isCompared && known?.isComparable !== false)
    return { limit: comparedLimit(known, before), source: "baseline" };
  return known?.limit == null ? null : { limit: known.limit, source: "default" };
}

/** How far a figure may be from the one before, by what figures of its unit vary. */
function comparedLimit(known: Known | undefined, before: number): number {
  const margin = MARGINS[known?.unit ?? "count"] ?? 1;
  return known?.atLeast === true ? before / margin : Math.max(before * margin, before + (known?.slack ?? 0));
}

/** What `.drydock.yaml` names comes first, as it stands there; then the others, as they are listed here. */
function rank(key: string, limits: Readonly<Record<string, ThresholdLimit>>): number {
  const own = Object.keys(limits);
  const named = own.indexOf(key);
  const general = own.indexOf(thresholdOf(key)?.key ?? "");
  return named >= 0 ? named : general >= 0 ? general : own.length + order(key);
}

function order(key: string): number {
  const index = DEFAULT_THRESHOLDS.findIndex(candidate => key === candidate.key || key.startsWith(`${candidate.key}.`));
  return index < 0 ? DEFAULT_THRESHOLDS.length : index;
}
