import type { ServicePlaces } from "./service-places";
import type { Place } from "../model/place";
import { stepWords } from "../model/step-words";
import type { ImagePart, ImageReport, ImageStep, ServiceReport } from "../model/verification";
import type { BuiltImage } from "./build-stack";
import type { ImageFinding } from "./check-image";
import { STOP_SECONDS } from "./measure-stack";
import { workspacePath } from "./test-failures";
import type { Judged } from "./thresholds";
import { sourcePaths, unitRecon, type Verifying } from "./verifying";
import type { ImportProfile } from "./import-time";
import type { Recon } from "../model/recon";

export interface Explained {
  readonly because: string | null;
  readonly place: Place | null;
}

export interface Explanations {
  readonly images: readonly BuiltImage[];
  readonly findings: ReadonlyMap<string, readonly ImageFinding[]>;
  readonly services: readonly ServiceReport[];
  readonly places: ServicePlaces;
}

const NOTHING: Explained = { because: null, place: null };

/** What made a threshold be missed, with the line to look at: the largest part of what was measured. */
export function explainMissed(verdict: Judged, verifying: Verifying, known: Explanations): Explained {
  if (verdict.held) return NOTHING;
  const [area = "", what = "", ...rest] = verdict.key.split(".");
  const name = rest.join(".");
  const image = known.images.find(({ report }) => report.service === name);
  const key = `${area}.${what}`;
  if (area === "image" && image) return explainImage(key, image.report, known.findings.get(name) ?? []);
  if (key === "context.bytes" && image) return largestFile(image);
  if (key === "build.cold" && image) return slowestStep(image.report.steps);
  if (key === "build.warm" && image) return slowestStep(image.report.rebuild);
  if (key === "lint.errors") {
    return firstOf(verifying.request.lintErrors);
  }
  if (area === "tests") {
    const failed = verifying.causes.find(({ what: text }) => text.startsWith("The test"));
    return failed ? { because: failed.what, place: failed.place } : NOTHING;
  }
  return explainService({ key, measured: verdict.measured }, name, verifying, known);
}

function explainImage(key: string, report: ImageReport, findings: readonly ImageFinding[]): Explained {
  if (key === "image.secrets" || key === "image.findings") {
    return firstOf(findings.filter(({ kind }) => (kind === "secret") === (key === "image.secrets")));
  }
  const parts = key === "image.leftovers" ? leftoverParts(report.parts) : report.parts;
  const [largest] = [...parts].sort((left, right) => right.bytes - left.bytes);
  if (!largest) return NOTHING;
  const share = `${megabytes(largest.bytes)} of ${megabytes(report.bytes)} are from ${short(largest.name)}.`;
  return { because: largest.advice === null ? share : `${share} ${largest.advice}`, place: largest.place };
}

/** What is counted one by one: the first of it, and how much more there is. */
function firstOf(found: readonly { readonly what: string; readonly place: Place | null }[]): Explained {
  const [first, ...more] = found;
  if (!first) return NOTHING;
  return { because: more.length === 0 ? first.what : `${first.what} And ${more.length} more.`, place: first.place };
}

/** Layers that hold leftovers, or bytes that a later one takes away, weighed by those. */
function leftoverParts(parts: readonly ImagePart[]): readonly ImagePart[] {
  return parts.flatMap(part => {
    const own = part.parts.filter(({ kind }) => kind === "leftovers");
    if (own.length > 0)
      return [{ ...part, bytes: own.reduce((sum, { bytes }) => sum + bytes, 0), advice: own[0]?.advice ?? null }];
    return part.advice !== null && part.kind !== "base" ? [part] : [];
  });
}

function largestFile({ context, build, report }: BuiltImage): Explained {
  const [largest] = [...context.files].sort((left, right) => right.bytes - left.bytes);
  if (!largest) return NOTHING;
  const path = `${build.context === "" ? "" : `${build.context}/`}${largest.path}`;
  return {
    because: `${path} alone is ${megabytes(largest.bytes)} of ${megabytes(report.contextBytes)}. Name it in ${context.ignoreFile ?? ".dockerignore"} where the image does not need it.`,
    place: { path, line: 1, column: 1, text: "", confidence: "high" },
  };
}

function slowestStep(steps: readonly ImageStep[]): Explained {
  const [slowest] = steps.filter(({ cached }) => !cached).sort((left, right) => right.ms - left.ms);
  if (!slowest) return NOTHING;
  const reason = slowest.missed === null ? "" : `, cache missed: ${slowest.missed}`;
  return { because: `${seconds(slowest.ms)} in ${short(slowest.name)}${reason}.`, place: slowest.place };
}

/** A slow import, at the line of the workspace that most of its time is spent on, else at `start`. */
function explainImport(
  { module, ms, hottest, slowest: [slowest] }: ImportProfile,
  recon: Recon,
  start: Place | null,
): Explained {
  const own = hottest ? workspacePath(hottest.path, [...sourcePaths(recon)]) : null;
  if (hottest && own !== null)
    return {
      because: `Importing ${module} takes ${seconds(ms)}, ${Math.round(hottest.share * 100)} % of it on this line.`,
      place: { path: own, line: hottest.line, column: 1, text: "", confidence: "medium" },
    };
  const other = slowest ? `; its slowest import is ${slowest.module} with ${seconds(slowest.ms)}` : "";
  return { because: `Importing ${module} takes ${seconds(ms)}${other}.`, place: start };
}

function explainService(
  { key, measured }: Pick<Judged, "key" | "measured">,
  name: string,
  verifying: Verifying,
  { services, places }: Explanations,
): Explained {
  const { recon } = verifying.request;
  const report = services.find(service => service.name === name);
  const entry = unitRecon(recon, null, [name]).entryPoints.find(({ rank }) => rank === 1);
  const definition = places.get(name) ?? null;
  if (key === "start.healthy" || key === "start.import") {
    const profile = verifying.imports.get(name);
    const isImport = profile && (key === "start.import" || profile.ms > (report?.startMs ?? 0) / 3);
    return isImport ? explainImport(profile, recon, entry?.place ?? definition) : { because: null, place: definition };
  }
  const answer = report?.probe;
  if (key === "probe.errors" && answer && answer.status >= 500)
    return { because: `It answered GET ${new URL(answer.url).pathname} with ${answer.status}.`, place: definition };
  if (key === "stop.graceful") {
    const wasKilled = Number(measured) >= STOP_SECONDS * 1000;
    return {
      because: wasKilled
        ? "It did not end at SIGTERM, so it was killed. Use the exec form of CMD and let the program handle the signal."
        : null,
      place: definition,
    };
  }
  return { because: null, place: definition ?? entry?.place ?? null };
}

function short(text: string): string {
  const flat = stepWords(text);
  return flat.length > 60 ? `${flat.slice(0, 59)}…` : flat;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
