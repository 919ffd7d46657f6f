import type { EngineInfo, Verification } from "../model/verification";
import type { Figures } from "./measurements";
import { thresholdOf } from "./thresholds";
import type { VerifyRequest } from "./verifying";

/**
 * The figures of the baseline that judge this run, and what is left out of it. An engine may be another machine's while the
 * workspace is the same: then times, rates and shares of a processor would differ for that alone, sizes and counts would not.
 */
export function comparableFigures(
  { baseline, isCompared, settings }: Pick<VerifyRequest, "baseline" | "isCompared" | "settings">,
  here: EngineInfo,
): { readonly figures: Figures; readonly leftOut: Verification["leftOut"] } {
  if (baseline === null) return { figures: {}, leftOut: [] };
  const { figures, engine } = baseline;
  if (isSameMachine(engine, here)) return { figures, leftOut: [] };
  const isAsked = isCompared || Object.values(settings.thresholds).some(({ relative }) => relative !== null);
  const why = `the baseline is of ${machineWords(engine)}, and this is ${machineWords(here)}, so times and rates would differ for that alone`;
  return {
    figures: Object.fromEntries(Object.entries(figures).filter(([key]) => !isOfMachine(key))),
    leftOut: isAsked ? [{ what: "comparison of times", why }] : [],
  };
}

function isSameMachine(one: EngineInfo, other: EngineInfo): boolean {
  return one.arch === other.arch && one.cpus === other.cpus && one.os === other.os;
}

function machineWords({ os, arch, cpus }: EngineInfo): string {
  return `${os}/${arch} with ${cpus} ${cpus === 1 ? "CPU" : "CPUs"}`;
}

function isOfMachine(key: string): boolean {
  const unit = thresholdOf(key)?.unit;
  return unit === "ms" || unit === "per second" || key.startsWith("cpu.");
}
