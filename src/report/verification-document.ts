import type { Verification } from "../model/verification";
import { formatBytes, formatFigure, formatMs, plural, thresholdName } from "./figures";
import { code, escapeMarkdown, markdownTable } from "./markdown";
import { DOCUMENT_MARK, type DocumentHead } from "./recon-document";

/** `docs/verification.md`: the verdict, each figure against its limit, and what was not measured. */
export function verificationDocument(verification: Verification, name: string, head: DocumentHead): string {
  const held = verification.thresholds.filter(threshold => threshold.held).length;
  return [
    DOCUMENT_MARK,
    `# Verification of ${escapeMarkdown(name)}`,
    `${head.date} · Drydock ${head.version} · ${verification.verdict === "pass" ? "**passed**" : "**failed**"}: ${held} of ${plural(verification.thresholds.length, "threshold")} held`,
    "## Thresholds",
    markdownTable(
      ["threshold", "limit", "measured", "verdict"],
      verification.thresholds.map(({ key, limit, measured, unit, held: isHeld }) => [
        escapeMarkdown(thresholdName(key)),
        formatFigure(limit, unit),
        formatFigure(measured, unit),
        isHeld ? "held" : "**missed**",
      ]),
    ),
    "## What failed",
    verification.causes.length === 0
      ? "Nothing.\n"
      : verification.causes
          .map(({ what, log }) => `- ${escapeMarkdown(what)}${log === "" ? "" : `\n\n${fenced(log)}`}`)
          .join("\n"),
    "## Images",
    ...verification.images.map(image =>
      [
        `### ${escapeMarkdown(image.service)}: ${code(image.tag)}, ${formatBytes(image.bytes)}`,
        `Build context ${formatBytes(image.contextBytes)}; built cold in ${formatMs(image.buildMs.cold)}${image.buildMs.warm === null ? "" : `, and in ${formatMs(image.buildMs.warm)} after one source line changed (${plural(image.cacheHits, "step")} from the cache)`}.`,
        markdownTable(
          ["layer", "size"],
          image.layers
            .filter(({ bytes }) => bytes > 0)
            .map(({ instruction, bytes }) => [code(instruction.slice(0, 120)), formatBytes(bytes)]),
        ),
        markdownTable(
          ["step", "time"],
          image.steps
            .filter(({ ms }) => ms >= 100)
            .map(({ name: step, ms, cached }) => [code(step.slice(0, 120)), cached ? "cached" : formatMs(ms)]),
        ),
      ].join("\n\n"),
    ),
    "## Services",
    markdownTable(
      ["service", "state", "start", "peak memory", "peak CPU", "probe"],
      verification.services.map(service => [
        escapeMarkdown(service.name),
        service.healthy === null ? service.state : service.healthy ? "healthy" : "unhealthy",
        formatMs(service.startMs),
        formatBytes(service.memoryPeakBytes),
        `${service.cpuPeakPercent} %`,
        service.probe === null
          ? ""
          : `${service.probe.status} in ${formatMs(service.probe.p50Ms)} (95 %: ${formatMs(service.probe.p95Ms)}), ${service.probe.requestsPerSecond} a second`,
      ]),
    ),
    "## Tests",
    verification.tests === null
      ? "No tests were run inside the image.\n"
      : `${code(verification.tests.command.join(" "))}: ${verification.tests.passed} passed, ${verification.tests.failed} failed, ${verification.tests.skipped} skipped, exit code ${verification.tests.exit}. Outside the image: ${verification.tests.outside}.\n`,
    "## Machine",
    `Docker Engine ${verification.engine.version}, ${verification.engine.os}/${verification.engine.arch}, ${plural(verification.engine.cpus, "CPU")}, ${formatBytes(verification.engine.memory)} of memory. Times differ between machines.`,
    "## How to repeat",
    "```\ndrydock verify\n```",
  ]
    .join("\n\n")
    .replace(/\n{3,}/g, "\n\n")
    .trimEnd()
    .concat("\n");
}

function fenced(log: string): string {
  const fence = "`".repeat(Math.max(3, 1 + Math.max(0, ...[...log.matchAll(/`+/g)].map(([run]) => run.length))));
  return `${fence}text\n${log}\n${fence}`;
}
