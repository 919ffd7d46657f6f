import { createHash } from "node:crypto";
import type { Files } from "../model/ports";
import type { Recon } from "../model/recon";
import type { Inputs, Verification } from "../model/verification";
import { readSettings, SETTINGS_FILE, type Settings } from "../settings/settings";
import { decodeText } from "../workspace/decode";
import { Measurements, type Figures } from "./measurements";
import { judge } from "./thresholds";

/** Docker files whose change makes figures old. */
const WATCHED = [".dockerignore", "compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

/** What a verification of this code depends on, small enough to keep. */
export async function inputsOf(recon: Recon, files: Files): Promise<Inputs> {
  const all = [{ name: "", recon }, ...recon.units];
  const digests: Record<string, string> = {};
  const paths = [...WATCHED, ...all.flatMap(each => each.recon.docker.dockerfiles), "Dockerfile"];
  for (const path of [...new Set(paths)].sort()) {
    const bytes = await files.read(path, 2_000_000);
    if (bytes) digests[path] = digestOf(bytes);
  }
  const settings = await files.read(SETTINGS_FILE);
  if (settings) {
    // Limits judge figures and make none; what was written last is bookkeeping.
    const { decisions, units, recon: corrections, lint } = readSettings(decodeText(settings)).settings;
    digests[SETTINGS_FILE] = digestOf(JSON.stringify({ decisions, units, corrections, lint }));
  }
  const unique = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();
  return {
    dependencies: Object.fromEntries(
      all
        .flatMap(each => each.recon.dependencies.filter(({ direct, group }) => direct && group === "main"))
        .map(({ name, specifier, locked }) => [name, locked ?? specifier]),
    ),
    variables: unique(all.flatMap(each => each.recon.environment.map(({ name }) => name))),
    services: unique(all.flatMap(each => each.recon.integrations.map(({ service, host }) => host ?? service))),
    entryPoints: unique(
      all.flatMap(each =>
        each.recon.entryPoints.filter(({ rank }) => rank === 1).map(({ command }) => command.join(" ")),
      ),
    ),
    python: recon.python.chosen ?? "",
    files: digests,
  };
}

function digestOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}

/** Figures of the last run that a limit, or the lack of one that was there, judges otherwise now, each in one sentence. */
export function limitDrift(
  last: Pick<Verification, "thresholds">,
  figures: Figures,
  limits: Settings["thresholds"],
): readonly string[] {
  const measured = new Measurements();
  for (const [key, value] of Object.entries(figures)) measured.add(key, value);
  const now = judge(measured, limits, {}, false);
  const before = new Map(last.thresholds.map(threshold => [threshold.key, threshold]));
  const after = new Map(now.map(verdict => [verdict.key, verdict]));
  const own = [...now, ...last.thresholds].filter(({ source }) => source === "yours").map(({ key }) => key);
  return [...new Set(own)].flatMap(key => {
    // What nobody judges is held.
    const isHeld = after.get(key)?.held ?? true;
    if ((before.get(key)?.held ?? true) === isHeld) return [];
    const change = after.get(key)?.source === "yours" ? "changed the limit" : "no longer gives the limit";
    return [`${SETTINGS_FILE} ${change} ${key}, which is ${isHeld ? "held" : "missed"} now.`];
  });
}

/** What changed between two readings, each in one sentence that names the file or the thing; none where nothing did. */
export function driftOf(before: Inputs, after: Inputs, recon: Recon): readonly string[] {
  const manifest = (name: string): string =>
    recon.dependencies.find(dependency => dependency.name === name)?.place.path ?? "The code";
  const drift: string[] = [];
  for (const [name, version] of Object.entries(after.dependencies)) {
    const old = before.dependencies[name];
    if (old === undefined) drift.push(`${manifest(name)} gained ${name}.`);
    else if (old !== version) drift.push(`${name} is ${version || "unpinned"} now; it was ${old || "unpinned"}.`);
  }
  for (const name of Object.keys(before.dependencies))
    if (after.dependencies[name] === undefined) drift.push(`${name} is no longer needed.`);
  if (before.python !== after.python) drift.push(`Python ${after.python} is chosen now; it was ${before.python}.`);
  drift.push(...gained("variable", before.variables, after.variables));
  drift.push(...gained("service", before.services, after.services));
  drift.push(...gained("start command", before.entryPoints, after.entryPoints));
  for (const path of new Set([...Object.keys(before.files), ...Object.keys(after.files)])) {
    if (before.files[path] === after.files[path]) continue;
    const what = before.files[path] === undefined ? "is new" : after.files[path] === undefined ? "is gone" : "changed";
    drift.push(`${path} ${what}.`);
  }
  return drift;
}

function gained(what: string, before: readonly string[], after: readonly string[]): readonly string[] {
  return [
    ...after.filter(name => !before.includes(name)).map(name => `The code uses the new ${what} ${name}.`),
    ...before.filter(name => !after.includes(name)).map(name => `The ${what} ${name} is no longer used.`),
  ];
}
