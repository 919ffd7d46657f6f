import { l10n } from "vscode";
import { systemClock } from "../../host/system";
import type { Verification } from "../../model/verification";

/** `Held 11 of 12`, or what else made it fail: a build that stops leaves only thresholds that hold. */
export function verdictWords({ thresholds, causes, verdict }: Verification): string {
  const held = thresholds.filter(threshold => threshold.held).length;
  const count = thresholds.length;
  if (verdict === "pass" || causes.length === 0) return l10n.t("Held {held} of {count}", { held, count });
  return causes.length === 1
    ? l10n.t("Failed: 1 problem, held {held} of {count}", { held, count })
    : l10n.t("Failed: {problems} problems, held {held} of {count}", { problems: causes.length, held, count });
}

/** The phases of a verification in order, as a person reads them. */
const phaseWords: Readonly<Record<string, string>> = {
  "build cold": l10n.t("build, cold"),
  "build warm": l10n.t("build, warm"),
  "check image": l10n.t("check image"),
  test: l10n.t("test"),
  start: l10n.t("start"),
  load: l10n.t("load"),
  stop: l10n.t("stop"),
};

export function phaseName(phase: string): string {
  return phaseWords[phase] ?? phase;
}

export function ago(at: number, now = systemClock.now()): string {
  const minutes = Math.round((now - at) / 60_000);
  if (minutes < 1) return l10n.t("just now");
  if (minutes < 60) return minutes === 1 ? l10n.t("1 minute ago") : l10n.t("{minutes} minutes ago", { minutes });
  const hours = Math.round(minutes / 60);
  if (hours < 48) return hours === 1 ? l10n.t("1 hour ago") : l10n.t("{hours} hours ago", { hours });
  return l10n.t("{days} days ago", { days: Math.round(hours / 24) });
}

export function machineWords({ engine, run }: Verification): string {
  const commit = run.commit !== null && l10n.t("commit {commit}", { commit: run.commit.slice(0, 7) });
  const machine = l10n.t("Engine {version} · {cpus} CPUs, {memory} GB", {
    version: engine.version,
    cpus: engine.cpus,
    memory: Math.round(engine.memory / 1e9),
  });
  return [machine, commit].filter(Boolean).join(" · ");
}
