import { systemClock } from "../../host/system";
import type { ImagePart, ThresholdVerdict } from "../../model/verification";
import type { PartView, VerificationView } from "../../panel/protocol";
import { formatCompared, formatFigure, ownReason, thresholdName } from "../../report/figures";
import { sparkline } from "../../report/sparkline";
import { capital } from "../figures";
import type { StoredVerification } from "./verification-store";
import { ago, machineWords, phaseName, verdictWords } from "./verification-words";

/** The phases of a verification in order, as they are shown. */
export const phases = ["build cold", "build warm", "check image", "test", "start", "load"] as const;

export interface PhaseTimes {
  readonly running: string;
  readonly detail: string;
  /** Milliseconds since the epoch. */
  readonly began: Map<string, number>;
  readonly ended: Map<string, number>;
}

/** What the panel's tab shows: missed thresholds first, then the order of the verdicts. */
export function viewOf(
  state: VerificationView["state"],
  stored: StoredVerification | undefined,
  drift: readonly string[],
  times: PhaseTimes,
): VerificationView {
  const verification = stored?.verification;
  const thresholds = [...(verification?.thresholds ?? [])].sort(
    (left, right) => Number(left.held) - Number(right.held),
  );
  return {
    state,
    summary: verification ? verdictWords(verification) : "",
    failed: state === "fail" && (verification?.causes.length ?? 0) > 0,
    when: stored ? ago(stored.at) : "",
    machine: verification ? machineWords(verification) : "",
    drift: [...drift],
    thresholds: thresholds.map(threshold => rowOf(threshold, stored)),
    causes: (verification?.causes ?? []).map(({ what, log, place }) => ({
      what,
      log,
      path: place?.path ?? "",
      line: place?.line ?? 0,
    })),
    phases: state === "running" ? phases.map(name => phaseOf(name, times)) : [],
    images: (verification?.images ?? []).map(({ service, bytes, parts }) => ({
      service,
      bytes,
      parts: parts.map(partOf),
    })),
  };
}

function rowOf(
  threshold: ThresholdVerdict,
  stored: StoredVerification | undefined,
): VerificationView["thresholds"][number] {
  const { key, unit, held, samples, spread, place } = threshold;
  const values = (stored?.history.runs ?? []).flatMap(({ figures }) => figures[key] ?? []);
  return {
    key,
    held,
    label: thresholdName(key),
    ...formatCompared(threshold),
    spread: samples > 1 ? `±${formatFigure(spread, unit)}` : "",
    trend: values.length > 1 ? sparkline(values) : "",
    because: ownReason(threshold) ?? "",
    path: place?.path ?? "",
    line: place?.line ?? 0,
  };
}

function phaseOf(name: string, { running, detail, began, ended }: PhaseTimes): VerificationView["phases"][number] {
  const start = began.get(name);
  const isRunning = name === running;
  const elapsed = start === undefined ? 0 : (isRunning ? systemClock.now() : (ended.get(name) ?? start)) - start;
  return {
    name: capital(phaseName(name)),
    detail: isRunning ? detail : "",
    elapsedMs: elapsed,
    state: isRunning ? "running" : start === undefined ? "waiting" : "done",
  };
}

/** Three levels: instruction, distribution or folder, large file. */
function partOf(part: ImagePart): PartView {
  const { name, kind, bytes, advice, place, remove } = part;
  return {
    name,
    kind,
    bytes,
    advice: advice ?? "",
    canVary: remove !== undefined,
    path: place?.path ?? "",
    line: place?.line ?? 0,
    parts: part.parts.map(child => ({ ...partOf({ ...child, parts: [] }), parts: child.parts.map(leafOf) })),
  };
}

function leafOf({ name, kind, bytes, advice }: ImagePart): PartView {
  return { name, kind, bytes, advice: advice ?? "", canVary: false, path: "", line: 0, parts: [] };
}
