import { comparePlaces } from "../model/place";
import type { CompatibilityProblem, Dependency, PythonChoice, PythonPin } from "../model/recon";
import { folderOf, isWithin } from "../python/manifests/paths";
import type { ManifestReading } from "../python/manifests/read-manifests";
import { compareVersions, minorOf, releaseOf } from "../python/packaging/versions";
import type { PythonFile } from "../python/project";
import type { Workspace } from "../workspace/workspace";
import { neverWorks } from "./knowledge/python-support";
import { readCode, type CodeFindings, type CodeProject } from "./python-code";
import { admits, distributionConstraints, projectConstraints, type HardConstraint } from "./python-constraints";
import { pinPaths, readPins } from "./python-pins";
import type { SettledDependencies } from "./settle-dependencies";

export interface ChoosePythonOptions {
  readonly workspace: Workspace;
  readonly reading: ManifestReading;
  readonly settled: SettledDependencies;
  /** The unit's folder, "" for the root. */
  readonly unit: string;
  /** Folders of all other units. */
  readonly units: readonly string[];
  readonly project: CodeProject;
  /** Python files of the unit. */
  readonly files: readonly PythonFile[];
  /** Pins that detectors found. */
  readonly pins: readonly PythonPin[];
}

/** The version that the mission wants wherever nothing excludes it. */
const TARGET = "3.11";
/** Versions with an official image, oldest first. */
const MINORS = ["3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15"] as const;
/** Versions that get no security fixes any more (PEP 569, 596, 619, 537, 494). */
const ENDED = new Set(["3.6", "3.7", "3.8", "3.9", "3.10"]);
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
const MAX_DISTRIBUTION_PROBLEMS = 60;
const MAX_EXCLUSIONS = 20;

/** Files to load before `choosePython`. */
export function pythonVersionPaths(workspace: Workspace): readonly string[] {
  return pinPaths(workspace);
}

/**
 * The Python minor that images are made with: 3.11 wherever every hard constraint admits it (the project's own range,
 * what its distributions demand, syntax); else the smallest later minor that all admit, else the newest earlier one. A
 * pin that excludes 3.11 is obeyed as long as the constraints admit it. Null where nothing fits, and for Python 2.
 */
export function choosePython(options: ChoosePythonOptions): PythonChoice {
  const { workspace, settled } = options;
  const project = projectConstraints(workspace, settled);
  const code = readCode(options.project, options.files);
  const constraints = [...project, ...distributionConstraints(settled, settled.dependencies), ...code.constraints];
  const pins = pinsOf(options);
  const verdict = decide(constraints, project, pins, code);
  const requires = project[0];
  const excluding = verdict.isPython2 ? [] : constraints.filter(constraint => !admits(constraint, TARGET));
  return {
    requires: requires ? { specifier: requires.written, place: requires.place } : null,
    pins: pins.filter(({ place }) => isWithin(place.path, options.unit)),
    chosen: verdict.chosen,
    reason: verdict.reason,
    problems: [
      ...verdict.problems,
      ...onePerPlace(excluding).slice(0, MAX_EXCLUSIONS).map(exclusion),
      ...distributionProblems(settled.dependencies, constraints),
      ...code.problems,
    ],
  };
}

/** Pins of the unit's files, and of the folders above it, which hold for it too. */
function pinsOf({ workspace, settled, unit, units, pins }: ChoosePythonOptions): readonly PythonPin[] {
  const inner = units.filter(other => other !== unit && other !== "" && isWithin(other, unit));
  const accepts = (path: string): boolean => {
    if (inner.some(other => isWithin(path, other))) return false;
    return isWithin(path, unit) || (isExplicitFile(path) && isWithin(unit, folderOf(path)));
  };
  const files = settled.unitManifests.files;
  const hasPipfile = files.some(file => file.kind === "pipfile" && file.pins.length > 0);
  const fromManifests = files.flatMap(file =>
    file.kind === "pipfile.lock" && hasPipfile
      ? []
      : file.pins.map(({ version, source, offset }) => ({
          version,
          source: source === "Pipfile.lock" ? "Pipfile" : source,
          place: workspace.place(file.path, offset),
        })),
  );
  const all = [...readPins(workspace, accepts), ...fromManifests, ...pins];
  const seen = new Set<string>();
  return all
    .filter(({ version, place }) => {
      const key = `${version} ${place.path} ${String(place.line)}`;
      return !seen.has(key) && seen.add(key);
    })
    .sort((left, right) => comparePlaces(left.place, right.place) || compareVersions(left.version, right.version));
}

function isExplicitFile(path: string): boolean {
  return EXPLICIT.some(name => path === name || path.endsWith(`/${name}`));
}

interface Verdict {
  readonly chosen: string | null;
  readonly reason: string;
  readonly problems: readonly CompatibilityProblem[];
  readonly isPython2?: true;
}

/** A lock and its manifest, or ten uses of one feature in a file, are one finding. */
function onePerPlace(constraints: readonly HardConstraint[]): readonly HardConstraint[] {
  const seen = new Set<string>();
  return constraints.filter(({ place, subject }) => {
    const key = `${subject} ${place.path}`;
    return !seen.has(key) && seen.add(key);
  });
}

function decide(
  constraints: readonly HardConstraint[],
  project: readonly HardConstraint[],
  pins: readonly PythonPin[],
  code: CodeFindings,
): Verdict {
  const explicit = explicitPins(pins);
  const python2 = python2Verdict(project, explicit, pins, code);
  if (python2) return python2;
  const fitting = MINORS.filter(minor => constraints.every(constraint => admits(constraint, minor)));
  const problems = pinConflicts(explicit);
  const pin = explicit[0];
  if (pin && !pinAdmits(pin.versions, TARGET)) return obey(pin, constraints, fitting, problems);
  if (fitting.includes(TARGET)) return { chosen: TARGET, reason: reasonForTarget(project, pin), problems };
  const later = fitting.find(minor => compareVersions(minor, TARGET) > 0);
  const chosen = later ?? fitting.at(-1) ?? null;
  if (chosen === null)
    return { chosen, reason: nothingFits(constraints), problems: [...problems, contradiction(constraints)] };
  const first = constraints.find(constraint => !admits(constraint, TARGET));
  const why = first ? `${first.subject} needs ${first.specifier}` : "the constraints exclude 3.11";
  const direction = later === undefined ? "newest earlier version" : "smallest later version";
  return {
    chosen,
    reason: `Python ${chosen}: ${why}, so 3.11 is out; this is the ${direction} that every constraint admits.`,
    problems: [...problems, ...endOfLife(chosen, first)],
  };
}

/** A pin file with all versions that it names. */
interface ExplicitPin {
  readonly source: string;
  readonly versions: readonly string[];
  readonly pin: PythonPin;
}

/** Explicit pins by precedence of their files, nearest file first; one entry a file. */
function explicitPins(pins: readonly PythonPin[]): readonly ExplicitPin[] {
  const byPath = new Map<string, ExplicitPin>();
  for (const pin of pins) {
    if (!EXPLICIT.includes(pin.source)) continue;
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
      EXPLICIT.indexOf(left.source) - EXPLICIT.indexOf(right.source),
  );
}

/** `3` and `3.11.4` admit 3.11; several versions in one file (pyenv) admit it where one does. */
function pinAdmits(versions: readonly string[], minor: string): boolean {
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

function pinnedMinor(versions: readonly string[]): string | null {
  const minors = versions.flatMap(version => minorOf(version.replace(/[-.](?:dev|x|\*)$/, "")) ?? []);
  return minors.find(minor => minor.includes(".")) ?? null;
}

function obey(
  { source, versions, pin }: ExplicitPin,
  constraints: readonly HardConstraint[],
  fitting: readonly string[],
  problems: readonly CompatibilityProblem[],
): Verdict {
  const minor = pinnedMinor(versions);
  const against = minor === null ? [] : constraints.filter(constraint => !admits(constraint, minor));
  const [first] = against;
  if (minor !== null && !first && (MINORS as readonly string[]).includes(minor)) {
    const problem = {
      what: `${source} asks for Python ${minor}, not 3.11`,
      why: "A version that a file pins is obeyed.",
      place: pin.place,
      fix: `Write 3.11 into ${pin.place.path} if the application should move to it.`,
    };
    return {
      chosen: minor,
      reason: `Python ${minor}: ${pin.place.path} pins it.`,
      problems: [...problems, problem, ...endOfLife(minor, undefined, pin)],
    };
  }
  const chosen = fitting.includes(TARGET)
    ? TARGET
    : (fitting.find(candidate => compareVersions(candidate, TARGET) > 0) ?? fitting.at(-1) ?? null);
  const conflict = {
    what: `${source} asks for Python ${versions.join(", ")}`,
    why: first
      ? `${first.subject} needs ${first.specifier}, so that version cannot run it.`
      : "No image exists for it.",
    place: pin.place,
    fix: `Write ${chosen ?? "a version that fits"} into ${pin.place.path}.`,
  };
  const reason =
    chosen === null
      ? nothingFits(constraints)
      : `Python ${chosen}: ${pin.place.path} names ${versions.join(", ")}, which ${first?.subject ?? "no image"} does not admit.`;
  return {
    chosen,
    reason,
    problems: [...problems, conflict, ...(chosen === null ? [contradiction(constraints)] : [])],
  };
}

/** Python 2 where a pin or the range says so, or where the code is and nothing speaks for Python 3. */
function python2Verdict(
  project: readonly HardConstraint[],
  explicit: readonly ExplicitPin[],
  pins: readonly PythonPin[],
  code: CodeFindings,
): Verdict | null {
  const [range] = project;
  const byRange = range && !MINORS.some(minor => admits(range, minor)) && admits(range, "2.7") ? range : undefined;
  const pinned = explicit[0]?.versions.every(version => version.startsWith("2")) === true ? explicit[0].pin : undefined;
  const speaksFor3 = pins.some(({ version }) => version.startsWith("3")) || project.some(isPython3Range);
  const byCode = code.python2Files > 0 && code.python2Files >= code.python3Files && !speaksFor3;
  if (!byRange && !pinned && !byCode) return null;
  const place = pinned?.place ?? byRange?.place ?? code.problems[0]?.place;
  const why = pinned
    ? `${pinned.place.path} pins Python ${pinned.version}`
    : byRange
      ? `${byRange.subject} admits Python 2 only`
      : `${String(code.python2Files)} ${code.python2Files === 1 ? "file is" : "files are"} Python 2 code`;
  const problem = place && {
    what: "The application needs Python 2.7",
    why: `${why}. Python 2 gets no fixes since 2020, and its last images are built on an unsupported system.`,
    place,
    fix: "Port it to Python 3 first; no Dockerfile is written for Python 2.",
  };
  return { chosen: null, reason: `Needs Python 2.7: ${why}.`, problems: problem ? [problem] : [], isPython2: true };
}

function isPython3Range(constraint: HardConstraint): boolean {
  return !admits(constraint, "2.7") || constraint.specifier.includes("3");
}

function reasonForTarget(project: readonly HardConstraint[], pin: ExplicitPin | undefined): string {
  if (pin) return `Python 3.11: ${pin.pin.place.path} names it and every constraint admits it.`;
  const [range] = project;
  return range
    ? `Python 3.11: ${range.subject} (${range.specifier}) admits it, and nothing else excludes it.`
    : "Python 3.11: the default; nothing in the code, the dependencies or the settings excludes it.";
}

function nothingFits(constraints: readonly HardConstraint[]): string {
  const pair = disagreement(constraints);
  return pair
    ? `No version fits: ${pair[0].subject} needs ${pair[0].specifier}, ${pair[1].subject} needs ${pair[1].specifier}.`
    : "No version with an image fits every constraint.";
}

/** Two constraints that no version satisfies together. */
function disagreement(constraints: readonly HardConstraint[]): readonly [HardConstraint, HardConstraint] | null {
  for (const [index, left] of constraints.entries()) {
    for (const right of constraints.slice(index + 1)) {
      if (!MINORS.some(minor => admits(left, minor) && admits(right, minor))) return [left, right];
    }
  }
  return null;
}

function contradiction(constraints: readonly HardConstraint[]): CompatibilityProblem {
  const pair = disagreement(constraints);
  const [last] = pair ? [pair[1]] : constraints.slice(-1);
  return {
    what: "No Python version satisfies everything the project asks for",
    why: nothingFits(constraints),
    place: last?.place ?? { path: "", line: 1, column: 1, text: "", confidence: "low" },
    fix: "Change one of the two so that a version satisfies both.",
  };
}

function exclusion({ subject, specifier, kind, place }: HardConstraint): CompatibilityProblem {
  const fix =
    kind === "project"
      ? "Widen the range if the code runs on 3.11."
      : kind === "distribution"
        ? "Use a release that supports 3.11 if the image must have that version."
        : "Write it in the older form if the image must have 3.11.";
  return { what: `${subject} excludes Python 3.11`, why: `It needs Python ${specifier}.`, place, fix };
}

function endOfLife(
  minor: string,
  constraint: HardConstraint | undefined,
  pin?: PythonPin,
): readonly CompatibilityProblem[] {
  const place = pin?.place ?? constraint?.place;
  if (!ENDED.has(minor) || !place) return [];
  return [
    {
      what: `Python ${minor} has reached its end of life`,
      why: "It gets no security fixes any more.",
      place,
      fix: "Move the application to 3.11 or later.",
    },
  ];
}

/** Explicit pins that name different minors: the one that counts is said. */
function pinConflicts(explicit: readonly ExplicitPin[]): readonly CompatibilityProblem[] {
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

/** Dependencies that do not work on 3.11, unless that is a constraint and said already. */
function distributionProblems(
  dependencies: readonly Dependency[],
  constraints: readonly HardConstraint[],
): readonly CompatibilityProblem[] {
  const said = new Set(
    constraints.flatMap(({ place, specifier, subject, kind }) =>
      kind === "distribution" && !admits({ place, specifier, subject, kind }, TARGET)
        ? [`${place.path}:${String(place.line)}`]
        : [],
    ),
  );
  return dependencies
    .filter(({ python311, place }) => python311.verdict === "no" && !said.has(`${place.path}:${String(place.line)}`))
    .slice(0, MAX_DISTRIBUTION_PROBLEMS)
    .map(({ name, locked, specifier, python311, place }) => ({
      what: `${name} ${locked ?? specifier}`.trim() + " does not support Python 3.11",
      why: `${python311.why}.`,
      place,
      fix: neverWorks(name)
        ? `Replace ${name}, or leave it out.`
        : `Raise ${name} to a release that supports 3.11, or leave it out.`,
    }));
}
