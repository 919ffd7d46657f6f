import type { BuildEvent } from "../model/build-trace";
import type { ImageReport, ProbeReport, Removed, TestReport, VariantReport, Verification } from "../model/verification";
import {
  formatBytes,
  formatCompared,
  formatMs,
  ownedWords,
  ownReason,
  plural,
  testsWords,
  thresholdName,
  verdictWords,
} from "../report/figures";
import type { OnVerifyEvent, VerifyPhase } from "../verify/events";
import type { OwnedThings } from "../verify/remove-run";
import type { CommandContext } from "./command";
import type { Steps, StepText } from "./steps";
import { table, WIDTH, wrap, type Terminal } from "./terminal";

/** Turns the events of a verification into the lines of the main job. */
export function verifyReporter(
  steps: Steps,
  context: CommandContext,
): { readonly onEvent: OnVerifyEvent; readonly end: (verification: Verification) => void } {
  let phase = "";
  const onEvent: OnVerifyEvent = event => {
    switch (event.kind) {
      case "phase":
        phase = event.phase;
        steps.progress(`${phase}  ${event.detail}`);
        break;
      case "build": {
        const text = buildProgress(event.event);
        if (text !== null) steps.progress(`${phase}  ${event.service}  ${text}`);
        break;
      }
      case "line":
        steps.progress(event.text);
        break;
      case "built":
        steps.print("Built", builtText(event.image), event.image.buildMs.cold);
        break;
      case "tested":
        steps.print("Tested", testedText(event.tests), event.ms);
        break;
      case "started":
        steps.print("Started", { text: `${event.services.join(", ")}: ready` }, event.ms);
        break;
      case "answered":
        steps.print("Answered", answeredText(event.service, event.probe, event.ms));
        break;
      case "ran":
        steps.print(
          "Answered",
          { text: `${event.command.join(" ")}: exit code ${event.exit}`, mark: event.exit === 0 ? "ok" : "fail" },
          event.ms,
        );
        break;
      case "left-out":
        steps.print(LEFT_OUT.get(event.phase) ?? "Left out", { text: `left out: ${event.why}`, mark: "dim" });
        break;
      case "removing":
        context.setLeft(leftText(event.left));
        steps.progress(`removing ${ownedWords(countsOf(event.left))}`);
        break;
      case "removed":
        phase = "";
        context.setLeft(null);
        steps.print("Removed", removedText(event.removed));
    }
  };
  const end = (verification: Verification): void => {
    context.err.clear();
    steps.print("Measured", {
      text: verdictWords(verification),
      mark: verification.verdict === "pass" ? "ok" : "fail",
    });
  };
  return { onEvent, end };
}

/** What a build is at: the step that runs, what was sent of the context, or the last line of its output. */
function buildProgress(event: BuildEvent): string | null {
  if (event.kind === "step") return event.step.completedMs === null ? event.step.name : null;
  if (event.kind === "upload") return `sending ${formatBytes(event.bytes)}`;
  return event.kind === "log" ? event.line.text.trim() : null;
}

function builtText({ service, bytes, steps, contextBytes, buildMs, cacheHits }: ImageReport): StepText {
  return {
    text: `${service}  ${formatBytes(bytes)}, ${plural(steps.length, "step")}, context ${formatBytes(contextBytes)}`,
    detail:
      buildMs.warm === null
        ? ""
        : `after one changed line ${formatMs(buildMs.warm)}, ${plural(cacheHits, "step")} from the cache`,
  };
}

function testedText(tests: TestReport): StepText {
  const { passed, failed, skipped, exit, outside } = tests;
  if (tests.unfinished !== undefined) return { text: `${testsWords(tests)} inside the image`, mark: "fail" };
  const failedText = failed > 0 ? `, ${failed} failed` : "";
  const skippedText = skipped > 0 ? `, ${skipped} skipped` : "";
  return {
    text: `${passed} passed${failedText}${skippedText} inside the image${OUTSIDE[outside]}`,
    mark: exit === 0 ? "ok" : "fail",
  };
}

function answeredText(service: string, { url, status }: ProbeReport, ms: number): StepText {
  const { pathname, port } = new URL(url);
  return {
    text: `${service}  GET ${pathname} on port ${port}: ${status} in ${formatMs(ms)}`,
    mark: status < 400 ? "ok" : status < 500 ? "warn" : "fail",
  };
}

/** What the person is told to look for when the command ends before all is removed. */
function leftText({ containers, networks, volumes, images }: OwnedThings): string | null {
  const names = [...containers, ...networks, ...volumes, ...images].map(({ name }) => name);
  return names.length === 0 ? null : `Left in the engine: ${names.join(", ")}.`;
}

function removedText(removed: Removed): StepText {
  const text = `${ownedWords({ ...removed, images: 0 })}; images are kept`;
  if (removed.failed.length === 0) return { text };
  const failed = removed.failed.map(({ kind, name, why }) => `${kind} ${name} (${why})`).join(", ");
  return { text, mark: "fail", detail: `Not removed: ${failed}. Remove the cause, then run drydock clean.` };
}

function countsOf(things: OwnedThings): Parameters<typeof ownedWords>[0] {
  const { containers, networks, volumes, images } = things;
  return {
    containers: containers.length,
    networks: networks.length,
    volumes: volumes.length,
    images: images.length,
  };
}

const OUTSIDE = { same: ", as outside", different: ", otherwise outside", "not run": "" } as const;

const LEFT_OUT: ReadonlyMap<VerifyPhase, string> = new Map([
  ["test", "Tested"],
  ["load", "Answered"],
  ["start", "Started"],
] as const);

/** Each missed threshold with what made it be missed and where. */
export function showMissed({ thresholds }: Verification, out: Terminal): void {
  const missed = thresholds.filter(({ held }) => !held);
  if (missed.length === 0) return;
  out.line();
  out.line(`${out.mark("fail")} ${missed.length} of ${plural(thresholds.length, "threshold")} missed`);
  for (const threshold of missed) {
    const { key, place } = threshold;
    const { limit, measured } = formatCompared(threshold);
    const because = ownReason(threshold);
    out.line(`  ${thresholdName(key)}   limit ${limit}   measured ${measured}`);
    for (const line of because === null ? [] : wrap(because, WIDTH - 6)) out.line(`      ${line}`);
    if (place) out.line(`      ${place.path}:${place.line}`);
  }
}

/** The table of held figures: the first few, or all. */
export function showThresholds(verification: Verification, out: Terminal, all: boolean): void {
  const kept = verification.thresholds.filter(({ held }) => held);
  const shown = all ? kept : kept.slice(0, 6);
  if (shown.length === 0) return;
  out.line();
  const rows = shown.map(threshold => {
    const { limit, measured } = formatCompared(threshold);
    return [thresholdName(threshold.key), `limit ${limit}`, `measured ${measured}`, "held"];
  });
  for (const line of table(rows)) out.line(`  ${line}`);
  const rest = kept.length - shown.length;
  if (rest > 0) out.line(out.dim(`  (${rest} more: --all)`));
}

export function showCauses(verification: Verification, out: Terminal): void {
  for (const { what, log, place } of verification.causes) {
    const [first = "", ...rest] = wrap(what, WIDTH - 4);
    out.line(`  ${out.mark("fail")} ${first}`);
    for (const line of rest) out.line(`    ${line}`);
    if (place) out.line(`    ${place.path}:${place.line}`);
    for (const line of log.split("\n").slice(-12))
      if (line !== "") out.line(out.dim(`      ${line.slice(0, WIDTH - 6)}`));
  }
}

/** Models that have no migration yet: told, since only the person knows whether one is wanted. */
export function showAdvice({ migrations }: Verification, out: Terminal): void {
  for (const { service, checks } of migrations)
    for (const { command, text } of checks.filter(({ exit, isAdvice }) => isAdvice && exit !== 0)) {
      const said = `${service}: ${command.join(" ")} finds that models and migrations differ.`;
      const [first = "", ...rest] = wrap(said, WIDTH - 4);
      out.line(`  ${out.mark("warn")} ${first}`);
      for (const line of [...rest, ...text.split("\n").flatMap(each => wrap(each, WIDTH - 4))])
        if (line.trim() !== "") out.line(`    ${line}`);
    }
}

/** Where all of it can be read: a verification writes nothing into the workspace, so the report's path comes with its command. */
export async function showReport({ app, out }: CommandContext, root: string): Promise<void> {
  out.line();
  out.line(`  Report: drydock report writes ${await app.reportPath(root)}`);
}

/** What each image weighs without a part that was advised against, as built. */
export function showVariants(variants: readonly VariantReport[], out: Terminal): void {
  out.line();
  if (variants.length === 0) {
    out.line("  Nothing was advised against that could be left out by a rule.");
    return;
  }
  const rows = variants.map(({ service, part, beforeBytes, afterBytes, savedBytes }) => [
    `${service} without ${part}`,
    `${formatBytes(beforeBytes)} to ${formatBytes(afterBytes)}`,
    savedBytes > 0 ? `saves ${formatBytes(savedBytes)}` : "saves nothing",
  ]);
  for (const line of table(rows)) out.line(`  ${line}`);
  out.line(out.dim("  Built to measure, not started, and removed. The tests say whether the code works without it."));
}
