import type { CompatibilityProblem, PackageManagerName, PythonPin } from "../model/recon";
import { compareVersions, minorOf, releaseOf } from "../python/packaging/versions";
import { nameOf } from "../model/paths";
import { isSideFolder } from "./unit-manifests";

/** Files by which a person or a platform pins the version that runs, the most binding first. */
const EXPLICIT = [
  "runtime.txt",
  ".python-version",
  "Pipfile",
  "app.yaml",
  "render.yaml",
  ".tool-versions",
  "mise.toml",
  "environment.yml",
];

/** Whether a path is one of those files. */
export function isExplicitFile(path: string): boolean {
  return EXPLICIT.some(name => path === name || path.endsWith(`/${name}`));
}

/** A pin file with all versions that it names. */
export interface ExplicitPin {
  readonly source: string;
  readonly versions: readonly string[];
  readonly pin: PythonPin;
}

/**
 * Explicit pins by precedence of their files, nearest file first; one entry a file. Pipenv and conda obey their own file
 * and no other, so that one comes first for them.
 */
export function explicitPins(pins: readonly PythonPin[], manager: PackageManagerName): readonly ExplicitPin[] {
  const own = manager === "pipenv" ? "Pipfile" : manager === "conda" ? "environment.yml" : "";
  const byPath = new Map<string, ExplicitPin>();
  for (const pin of pins) {
    // What tests and documentation run on pins nothing of the application, nor does one of several environments.
    if (!EXPLICIT.includes(pin.source) || isSideFolder(pin.place.path)) continue;
    if (pin.source === "environment.yml" && manager !== "conda" && !isOnlyEnvironment(pin.place.path)) continue;
    const known = byPath.get(pin.place.path);
    byPath.set(pin.place.path, {
      source: pin.source,
      versions: [...(known?.versions ?? []), pin.version],
      pin: known?.pin ?? pin,
    });
  }
  return [...byPath.values()].sort(
    (left, right) =>
      left.pin.place.path.split("/").length - right.pin.place.path.split("/").length ||
      Number(right.source === own) - Number(left.source === own) ||
      EXPLICIT.indexOf(left.source) - EXPLICIT.indexOf(right.source),
  );
}

/** A pin with the image that runs the application on a later version already. */
export interface OutrunPin extends ExplicitPin {
  readonly image: PythonPin;
}

/**
 * Pins of an earlier version than every image of the application has: what is left of a platform that it ran on once
 * (`runtime.txt`), or of a machine that it was written on. What Pipenv, conda and uv are told they obey whatever runs them.
 */
export function outrunPins(
  explicit: readonly ExplicitPin[],
  pins: readonly PythonPin[],
  manager: PackageManagerName,
): readonly OutrunPin[] {
  // `Dockerfile.lint` and that of a development container run something else.
  const images = pins.filter(({ source, place: { path } }) => source === "Dockerfile" && isApplicationsOwn(path));
  const [image] = images;
  if (!image) return [];
  return explicit.flatMap(one => {
    const minor = pinnedMinor(one.versions);
    const isLater = ({ version }: PythonPin): boolean =>
      minor !== null && version.includes(".") && compareVersions(version, `${minor}.99`) > 0;
    const isObeyed =
      one.source === "Pipfile" ||
      one.source === "environment.yml" ||
      (one.source === ".python-version" && manager === "uv");
    return !isObeyed && images.every(isLater) ? [{ ...one, image }] : [];
  });
}

function isApplicationsOwn(path: string): boolean {
  return nameOf(path).toLowerCase() === "dockerfile" && !/(?:^|\/)\./.test(path) && !isSideFolder(path);
}

/** The image's version is what counts in place of such a pin: a step back from what runs could break it. */
export function withoutOutrun(explicit: readonly ExplicitPin[], outrun: readonly OutrunPin[]): readonly ExplicitPin[] {
  return explicit.map(one => {
    const image = outrun.find(({ pin }) => pin === one.pin)?.image;
    return image === undefined ? one : { source: image.source, versions: [image.version], pin: image };
  });
}

export function outrunProblem({ source, versions, pin, image }: OutrunPin): CompatibilityProblem {
  return {
    what: `${source} names Python ${versions.join(", ")}, ${image.place.path} runs on ${image.version}`,
    why: "It runs on that already, so nothing goes back to the earlier one.",
    place: pin.place,
    fix: `Remove ${pin.place.path}, or name the same version in both.`,
  };
}

/** `environment.yml` or `conda/environment.yml`; `environment.py-2.7.yml` is one of several, and one deep inside is data. */
function isOnlyEnvironment(path: string): boolean {
  return /^(?:[^/]+\/)?(?:conda[-_.]?)?env(?:ironments?)?\.ya?ml$/.test(path);
}

/** `3` and `3.11.4` admit 3.11; several versions in one file (pyenv) admit it where one does. */
export function pinAdmits(versions: readonly string[], minor: string): boolean {
  return versions.some(version => {
    const release = releaseOf(version.replace(/[-.](?:dev|x|\*)$/, ""));
    return (
      release !== null &&
      (release.length === 1 ? minor.startsWith(`${String(release[0])}.`) : minorText(release) === minor)
    );
  });
}

function minorText(release: readonly number[]): string {
  return release.slice(0, 2).join(".");
}

export function pinnedMinor(versions: readonly string[]): string | null {
  const minors = versions.flatMap(version => minorOf(version.replace(/[-.](?:dev|x|\*)$/, "")) ?? []);
  return minors.find(minor => minor.includes(".")) ?? null;
}

/** Explicit pins that name different minors: the one that counts is said. */
export function pinConflicts(explicit: readonly ExplicitPin[]): readonly CompatibilityProblem[] {
  const [first, ...others] = explicit;
  if (!first) return [];
  const minor = pinnedMinor(first.versions);
  return others.flatMap(({ versions, source, pin }) => {
    const other = pinnedMinor(versions);
    if (
      minor === null ||
      other === null ||
      other === minor ||
      versions.some(version => pinAdmits(first.versions, minorOf(version) ?? ""))
    )
      return [];
    return [
      {
        what: `${source} names Python ${other}, ${first.source} names ${minor}`,
        why: `${first.pin.place.path} has precedence.`,
        place: pin.place,
        fix: "Name the same version in both.",
      },
    ];
  });
}
