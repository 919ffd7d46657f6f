import type { Place } from "../model/place";
import type { History, ImagePart, ImageReport, VariantReport, Verification } from "../model/verification";
import {
  formatBytes,
  formatCompared,
  formatFigure,
  formatMs,
  outcomeWord,
  ownReason,
  ownedWords,
  plural,
  testsWords,
  thresholdName,
  verdictWords,
} from "./figures";
import { stepWords } from "../model/step-words";
import { escapeMarkdown } from "../model/escape-markdown";
import { code, fullTable, markdownTable, placeLink } from "./markdown";
import { DOCUMENT_MARK, type DocumentHead } from "./recon-document";
import { securitySection } from "./security-section";
import { sparkline } from "./sparkline";

/** Names of the charts beside the document; null where there is nothing to draw. */
export interface Charts {
  readonly thresholds: string | null;
  readonly history: string | null;
}

export interface VerificationHead extends DocumentHead {
  /** What changed since the verification, in sentences; empty where nothing did. */
  readonly drift: readonly string[];
}

/** Parts of an image that a table shows. */
const SHOWN_PARTS = 12;
/** Steps shorter than this say nothing about a build's time. */
const SHOWN_MS = 100;

/** `docs/verification.md`: the verdict, each figure against its limit, what it is made of, and what was not measured. */
export function verificationDocument(
  verification: Verification,
  history: Pick<History, "runs" | "baseline" | "last" | "variants">,
  charts: Charts,
  name: string,
  head: VerificationHead,
): string {
  const link = (place: Place): string => placeLink(place, head.base);
  const { run, engine } = verification;
  const outcome = outcomeWord(verification.verdict, verification.causes.length);
  // A variant was built from the image of one run, and says nothing about another one's.
  const variants = history.last?.run.at === run.at ? history.variants : [];
  const commit = run.commit === null ? "" : ` · commit ${code(run.commit.slice(0, 7))}`;
  return [
    DOCUMENT_MARK,
    `# Verification of ${escapeMarkdown(name)}`,
    `${head.date}${commit} · Drydock ${head.version}`,
    `**${outcome.charAt(0).toUpperCase()}${outcome.slice(1)}**: ${verdictWords(verification)} on ${run.at.slice(0, 16).replace("T", " ")} UTC, in ${formatMs(run.durationMs)}.`,
    driftText(head.drift),
    "## 1. Thresholds",
    thresholdTable(verification, history, link),
    ...(verification.causes.length === 0 ? [] : ["### What failed", causes(verification, link)]),
    "## 2. Figures",
    charts.thresholds === null ? "" : `![Each threshold and how much of its limit was used](${charts.thresholds})`,
    measuredText(verification),
    serviceTable(verification),
    startTable(verification),
    "## 3. Size and time",
    ...(verification.images.length === 0
      ? ["No image was built.\n"]
      : verification.images.flatMap(image => imageSection(image, variants, link))),
    "## 4. Tests",
    testsText(verification),
    migrationsText(verification),
    "## 5. Scale and resources",
    resourceTable(verification),
    "## 6. Security considerations",
    ...securitySection(verification, verification.security, link),
    "## 7. What was not measured, and why",
    markdownTable(
      ["what", "why"],
      [...unreached(verification), ...verification.leftOut].map(({ what, why }) => [
        escapeMarkdown(what),
        escapeMarkdown(why),
      ]),
    ),
    "## 8. Machine and versions",
    `Docker Engine ${engine.version}, ${engine.os}/${engine.arch}, ${plural(engine.cpus, "CPU")}, ${formatBytes(engine.memory)} of memory; Drydock ${run.version}. Times differ between machines; sizes hardly do.`,
    `Removed afterwards: ${ownedWords(verification.removed)}.${verification.removed.failed.length === 0 ? "" : ` Not removed: ${verification.removed.failed.map(({ kind, name: left }) => `${kind} ${code(left)}`).join(", ")}; \`drydock clean\` removes it.`}`,
    "## 9. How to repeat",
    "```\ndrydock verify\n```",
    "## 10. History",
    charts.history === null ? "" : `![The figures over the last runs](${charts.history})`,
    historyTable(history),
  ]
    .filter(section => section !== "")
    .join("\n\n")
    .replace(/\n{3,}/g, "\n\n")
    .trimEnd()
    .concat("\n");
}

/** How it was measured; nothing of a load where nothing was started. */
function measuredText({ run, services }: Verification): string {
  if (services.length === 0) return "";
  const times =
    run.runs === 1
      ? "Measured once; `drydock verify --runs 5` gives medians and their spread."
      : `Rebuild, start, load and stop measured ${run.runs} times; figures are medians, the spread is the furthest measurement's distance.`;
  return `Load: ${run.load.connections} requests at once for ${run.load.seconds} seconds. ${times}`;
}

/** What a failure kept the verification from. */
function unreached({ images, services, causes: { length } }: Verification): Verification["leftOut"] {
  const why = "what is told under What failed came before";
  if (length === 0 || services.length > 0) return [];
  return images.length === 0 ? [{ what: "images, tests, start and load", why }] : [{ what: "start and load", why }];
}

/** A verdict on code that is no longer there says so before anything else. */
function driftText(drift: readonly string[]): string {
  if (drift.length === 0) return "";
  return `**Out of date**, since then: ${drift.map(escapeMarkdown).join(" ")} \`drydock scaffold\` brings plan and files up to date, \`drydock verify\` measures again.`;
}

const SOURCES = { yours: "`.drydock.yaml`", baseline: "baseline", default: "proposed" } as const;

function thresholdTable(
  { thresholds }: Verification,
  { runs }: Pick<History, "runs">,
  link: (place: Place) => string,
): string {
  const sorted = [...thresholds].sort((left, right) => Number(left.held) - Number(right.held));
  return fullTable(
    ["threshold", "limit", "measured", "spread", "last runs", "verdict"],
    sorted.map(threshold => {
      const { key, unit, held, source, samples, spread, place } = threshold;
      const { limit, measured } = formatCompared(threshold);
      const because = ownReason(threshold);
      const values = runs.flatMap(({ figures }) => (figures[key] === undefined ? [] : [figures[key]]));
      const why = [because === null ? "" : escapeMarkdown(because), place ? link(place) : ""].filter(Boolean).join(" ");
      return [
        escapeMarkdown(thresholdName(key)),
        `${limit} (${SOURCES[source]})`,
        measured,
        samples > 1 ? `±${formatFigure(spread, unit)}` : "",
        values.length > 1 ? sparkline(values) : "",
        held ? "held" : `**missed**${why === "" ? "" : `<br>${why}`}`,
      ];
    }),
  );
}

function causes({ causes: all }: Verification, link: (place: Place) => string): string {
  return all
    .map(({ what, log, place }) => {
      const where = place ? ` ${link(place)}` : "";
      return `- ${escapeMarkdown(what)}${where}${log === "" ? "" : `\n\n${fenced(log)}\n`}`;
    })
    .join("\n");
}

function serviceTable({ services }: Verification): string {
  if (services.length === 0) return "No service was started.\n";
  return fullTable(
    ["service", "state", "idle memory", "peak memory", "idle CPU", "peak CPU", "answers"],
    services.map(service => [
      escapeMarkdown(service.name),
      service.healthy === null ? service.state : service.healthy ? "healthy" : "unhealthy",
      service.memoryIdleBytes === 0 ? "" : formatBytes(service.memoryIdleBytes),
      service.memoryPeakBytes === 0 ? "" : formatBytes(service.memoryPeakBytes),
      service.memoryIdleBytes === 0 ? "" : `${service.cpuIdlePercent} %`,
      service.memoryPeakBytes === 0 ? "" : `${service.cpuPeakPercent} %`,
      service.probe
        ? `${service.probe.status} in ${formatMs(service.probe.p50Ms)} (95 %: ${formatMs(service.probe.p95Ms)}), ${Math.round(service.probe.requestsPerSecond)} a second`
        : service.ping
          ? service.ping.answered
            ? "its own ping"
            : "**no answer**"
          : "",
    ]),
  );
}

function startTable({ services }: Verification): string {
  const rows = services.filter(({ healthy }) => healthy !== null);
  const time = (ms: number | null): string => (ms === null ? "" : formatMs(ms));
  return rows.length === 0
    ? ""
    : `Start to healthy, and where the time goes:\n\n${fullTable(
        [
          "service",
          "healthy after",
          "created to started, waits included",
          "migrations before",
          "import",
          "server and health check",
        ],
        rows.map(({ name, startMs, start }) => [
          escapeMarkdown(name),
          formatMs(startMs),
          time(start.containerMs),
          time(start.migrationMs),
          time(start.importMs),
          time(start.serverMs),
        ]),
      )}`;
}

function imageSection(
  image: ImageReport,
  variants: readonly VariantReport[],
  link: (place: Place) => string,
): readonly string[] {
  const { cold, warm } = image.buildMs;
  const slow = image.steps.filter(({ ms }) => ms >= SHOWN_MS).sort((left, right) => right.ms - left.ms);
  // A base image that is there already takes no time, though no cache gave it.
  const again = image.rebuild.filter(
    ({ cached, place, ms, missed }) => !cached && place !== null && (ms > 0 || missed !== null),
  );
  return [
    `### ${escapeMarkdown(image.service)}: ${code(image.tag)}, ${formatBytes(image.bytes)}`,
    `Build context ${formatBytes(image.contextBytes)}. Built from an empty cache in ${formatMs(cold)}${warm === null ? "" : `, and in ${formatMs(warm)} after one source line changed, with ${plural(image.cacheHits, "step")} from the cache`}.`,
    fullTable(["what it weighs", "size", "advice", "line"], partRows(image.parts, link)),
    variantTable(variants.filter(({ service }) => service === image.service)),
    "Slowest steps from an empty cache:\n",
    markdownTable(
      ["step", "time", "line"],
      slow
        .slice(0, SHOWN_PARTS)
        .map(({ name, ms, place }) => [code(cut(stepWords(name))), formatMs(ms), place ? link(place) : ""]),
    ),
    again.length === 0 ? "" : "Built again after one changed line:\n",
    again.length === 0
      ? ""
      : markdownTable(
          ["step", "time", "why", "line"],
          again.map(({ name, ms, missed, place }) => [
            code(cut(stepWords(name))),
            formatMs(ms),
            escapeMarkdown(missed ?? ""),
            place ? link(place) : "",
          ]),
        ),
    image.imports === null
      ? ""
      : `Importing ${code(image.imports.module)} takes ${formatMs(image.imports.ms)}${
          image.imports.slowest.length === 0
            ? ""
            : `; the slowest parts are ${image.imports.slowest
                .slice(0, 5)
                .map(({ module, ms }) => `${code(module)} (${formatMs(ms)})`)
                .join(", ")}`
        }.`,
  ];
}

/** What advice about the image would save, proved by building it that way. */
function variantTable(variants: readonly VariantReport[]): string {
  if (variants.length === 0) return "";
  const rows = [...variants]
    .sort((left, right) => right.savedBytes - left.savedBytes)
    .map(({ part, beforeBytes, afterBytes, savedBytes }) => [
      code(part),
      formatBytes(beforeBytes),
      formatBytes(afterBytes),
      savedBytes > 0 ? formatBytes(savedBytes) : "nothing",
    ]);
  return `Built without what was advised against, not started:\n\n${markdownTable(["without", "image", "then", "saves"], rows)}`;
}

/** The largest parts, instructions first, each followed by what it holds. */
function partRows(parts: readonly ImagePart[], link: (place: Place) => string): readonly (readonly string[])[] {
  return [...parts]
    .sort((left, right) => right.bytes - left.bytes)
    .filter(({ bytes }) => bytes > 0)
    .flatMap(part => {
      const row = (each: ImagePart, indent: string): readonly string[] => [
        `${indent}${each === part ? code(cut(stepWords(each.name))) : escapeMarkdown(each.name)}`,
        formatBytes(each.bytes),
        each.advice === null ? "" : escapeMarkdown(each.advice),
        each.place ? link(each.place) : "",
      ];
      const isAll = part.parts.length === 1 && /^\d+ smaller parts?$/.test(part.parts[0]?.name ?? "");
      const shown = part.kind === "base" || isAll ? [] : part.parts.slice(0, SHOWN_PARTS);
      return [row(part, ""), ...shown.map(each => row(each, "&nbsp;&nbsp;"))];
    });
}

function testsText({ tests }: Verification): string {
  if (tests === null) return "No tests were run inside the image.\n";
  const outside = {
    same: "They end the same outside the image.",
    different: "**They end differently outside the image.**",
    "not run": "They were not run outside the image; `drydock verify --outside` compares.",
  };
  return `${code(tests.command.join(" "))}: ${testsWords(tests)}${tests.unfinished === undefined ? `, ${tests.skipped} skipped` : ""}, exit code ${tests.exit}. ${outside[tests.outside]}\n`;
}

function migrationsText({ migrations }: Verification): string {
  if (migrations.length === 0) return "";
  return markdownTable(
    ["migration", "first", "a second time", "checks afterwards"],
    migrations.map(({ service, command, exit, againExit, checks }) => [
      `${escapeMarkdown(service)}: ${code(command.join(" "))}`,
      `exit code ${exit}`,
      againExit === 0 ? "changes nothing, exit code 0" : `**exit code ${againExit ?? "unknown"}**`,
      checks.map(checkWords).join("<br>"),
    ]),
  );
}

function checkWords({ command, exit, text, isAdvice }: Verification["migrations"][number]["checks"][number]): string {
  const words = `${code(command.join(" "))}: exit code ${exit}`;
  if (exit === 0) return words;
  const said = text === "" ? "" : `<br>${code(cut(text))}`;
  return isAdvice ? `${words}, so models and migrations differ; no failure by itself${said}` : `**${words}**${said}`;
}

function resourceTable({ services }: Verification): string {
  const rows = services.flatMap(({ name, suggested, memoryPeakBytes, cpuPeakPercent }) =>
    suggested === null
      ? []
      : [
          [
            escapeMarkdown(name),
            formatBytes(memoryPeakBytes),
            code(`${Math.round(suggested.memoryBytes / 1_048_576)}M`),
            `${cpuPeakPercent} %`,
            String(suggested.cpus),
            suggested.workers === null ? "" : String(suggested.workers),
          ],
        ],
  );
  if (rows.length === 0) return "No service was measured.\n";
  const head = ["service", "peak memory", "suggested limit", "peak CPU", "suggested CPUs", "suggested workers"];
  return `${fullTable(head, rows)}\n\`drydock verify --limits\` writes what is suggested into the Docker files. \`drydock scale\` tells how throughput grows with more containers, and what may not run more than once.\n`;
}

function historyTable({ runs, baseline }: Pick<History, "runs" | "baseline">): string {
  const kept =
    baseline === null
      ? "No baseline was recorded; `drydock verify --baseline record` keeps one on this machine."
      : `The baseline is of ${baseline.recorded.slice(0, 10)}${baseline.commit === null ? "" : `, commit ${code(baseline.commit.slice(0, 7))}`}.`;
  return `${markdownTable(
    ["when", "commit", "verdict", "machine"],
    runs
      .slice(-10)
      .reverse()
      .map(({ at, commit, verdict, problems = 0, engine }) => [
        `${at.slice(0, 16).replace("T", " ")} UTC`,
        commit === null ? "" : code(commit.slice(0, 7)),
        verdict === "pass" ? "held" : `**${outcomeWord(verdict, problems)}**`,
        `Engine ${engine.version}, ${plural(engine.cpus, "CPU")}`,
      ]),
  )}\n${kept}`;
}

function cut(text: string): string {
  const flat = text.replace(/\s+/g, " ");
  return flat.length > 120 ? `${flat.slice(0, 119)}…` : flat;
}

function fenced(log: string): string {
  const fence = "`".repeat(Math.max(3, 1 + Math.max(0, ...[...log.matchAll(/`+/g)].map(([run]) => run.length))));
  return `${fence}text\n${log}\n${fence}`;
}
