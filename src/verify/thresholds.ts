import type { ThresholdVerdict } from "../model/verification";
import type { ThresholdLimit } from "../settings/settings";

/** Figures by threshold key; absent where a figure was not measured. */
export type Figures = Readonly<Record<string, number>>;

interface Default {
  readonly key: string;
  readonly unit: ThresholdVerdict["unit"];
  readonly limit: number;
  /** Held when the figure is at least the limit, as for throughput. */
  readonly atLeast?: boolean;
}

/**
 * Proposed limits: what a small Python service keeps with room to spare on a laptop. `.drydock.yaml` replaces each.
 * A key of one service ends in its name: `image.bytes.web`; without a name it holds for every service.
 */
export const DEFAULT_THRESHOLDS: readonly Default[] = [
  { key: "image.bytes", unit: "bytes", limit: 1_000_000_000 },
  { key: "image.layers", unit: "count", limit: 40 },
  { key: "context.bytes", unit: "bytes", limit: 50_000_000 },
  { key: "build.cold", unit: "ms", limit: 600_000 },
  { key: "build.warm", unit: "ms", limit: 60_000 },
  { key: "start.healthy", unit: "ms", limit: 60_000 },
  { key: "stop.graceful", unit: "ms", limit: 30_000 },
  { key: "memory.peak", unit: "bytes", limit: 512_000_000 },
  { key: "probe.p95", unit: "ms", limit: 1000 },
  { key: "probe.errors", unit: "percent", limit: 0 },
  { key: "tests.failed", unit: "count", limit: 0 },
  { key: "lint.errors", unit: "count", limit: 0 },
  { key: "image.findings", unit: "count", limit: 0 },
];

const AT_LEAST = new Set(["probe.requests"]);

/** The verdict on each figure: own limit, else the baseline times its factor, else the proposed default. */
export function judge(
  figures: Figures,
  limits: Readonly<Record<string, ThresholdLimit>>,
  baseline: Figures,
): readonly ThresholdVerdict[] {
  return Object.entries(figures)
    .flatMap(([key, measured]) => {
      const base = DEFAULT_THRESHOLDS.find(candidate => key === candidate.key || key.startsWith(`${candidate.key}.`));
      const own = limits[key] ?? (base ? limits[base.key] : undefined);
      const limit = limitOf(key, own, baseline) ?? base?.limit;
      if (limit === undefined) return [];
      const atLeast = AT_LEAST.has(base?.key ?? key);
      return [
        { key, limit, measured, unit: base?.unit ?? "count", held: atLeast ? measured >= limit : measured <= limit },
      ];
    })
    .sort((left, right) => order(left.key) - order(right.key) || (left.key < right.key ? -1 : 1));
}

function limitOf(key: string, own: ThresholdLimit | undefined, baseline: Figures): number | undefined {
  if (own?.limit != null) return own.limit;
  const before = baseline[key];
  return own?.relative != null && before !== undefined ? before * own.relative : undefined;
}

function order(key: string): number {
  const index = DEFAULT_THRESHOLDS.findIndex(candidate => key === candidate.key || key.startsWith(`${candidate.key}.`));
  return index < 0 ? DEFAULT_THRESHOLDS.length : index;
}
