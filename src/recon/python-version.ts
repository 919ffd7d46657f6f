import { comparePlaces } from "../model/place";
import type { CompatibilityProblem, PackageManagerName, PythonChoice, PythonPin } from "../model/recon";
import type { ManifestReading } from "../python/manifests/read-manifests";
import type { ManifestFile, VersionStatement } from "../python/manifests/types";
import { compareVersions } from "../python/packaging/versions";
import type { PythonFile } from "../python/project";
import type { Workspace } from "../workspace/workspace";
import { isInside, parentOf } from "../model/paths";
import { bundledCode } from "./bundled-code";
import { python2Verdict } from "./python-2";
import { readCode, type CodeFindings, type CodeProject } from "./python-code";
import {
  admits,
  binding,
  distributionConstraints,
  environmentPin,
  projectConstraints,
  type HardConstraint,
} from "./python-constraints";
import {
  explicitPins,
  isExplicitFile,
  outrunPins,
  outrunProblem,
  pinAdmits,
  pinConflicts,
  pinnedMinor,
  withoutOutrun,
  type ExplicitPin,
} from "./python-explicit-pins";
import { pinPaths, readPins } from "./python-pins";
import { contradiction, distributionProblems, endOfLife, exclusion, nothingFits, onePerPlace } from "./python-problems";
import { MINORS, TARGET } from "./python-releases";
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
  const bundled = bundledCode(workspace);
  const code = readCode(
    options.project,
    options.files.filter(({ path }) => !bundled.holds(path)),
  );
  const pins = pinsOf(options);
  const constraints = binding(
    [...project, ...distributionConstraints(settled, settled.dependencies), ...code.constraints],
    pins,
  );
  const unsupported = distributionProblems(settled.dependencies, constraints);
  const verdict = decide(constraints, project, pins, code, settled.packageManager.name, unsupported.length > 0);
  const requires = project[0];
  const excluding = verdict.isPython2 ? [] : constraints.filter(constraint => !admits(constraint, TARGET));
  return {
    requires: requires ? { specifier: requires.written, place: requires.place } : null,
    pins: pins.filter(({ place }) => isInside(options.unit, place.path)),
    chosen: verdict.chosen,
    reason: verdict.reason,
    problems: [
      ...verdict.problems,
      ...onePerPlace(excluding).slice(0, MAX_EXCLUSIONS).map(exclusion),
      ...unsupported,
      ...code.problems,
    ],
  };
}

/** Pins of the unit's files, and of the folders above it, which hold for it too. */
function pinsOf({ workspace, settled, unit, units, pins }: ChoosePythonOptions): readonly PythonPin[] {
  const inner = units.filter(other => other !== unit && other !== "" && isInside(unit, other));
  const accepts = (path: string): boolean => {
    if (inner.some(other => isInside(other, path))) return false;
    return isInside(unit, path) || (isExplicitFile(path) && isInside(parentOf(path), unit));
  };
  const files = settled.unitManifests.files;
  const hasPipfile = files.some(file => file.kind === "pipfile" && file.pins.length > 0);
  const environmentPins = (file: ManifestFile): readonly VersionStatement[] => {
    const pin = environmentPin(file, settled);
    return pin ? [pin] : [];
  };
  const fromManifests = files.flatMap(file =>
    file.kind === "pipfile.lock" && hasPipfile
      ? []
      : [...file.pins, ...environmentPins(file)].map(({ version, source, offset }) => ({
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

interface Verdict {
  readonly chosen: string | null;
  readonly reason: string;
  readonly problems: readonly CompatibilityProblem[];
  readonly isPython2?: true;
}

function decide(
  constraints: readonly HardConstraint[],
  project: readonly HardConstraint[],
  pins: readonly PythonPin[],
  code: CodeFindings,
  manager: PackageManagerName,
  hasUnsupported: boolean,
): Verdict {
  const named = explicitPins(pins, manager);
  const outrun = outrunPins(named, pins, manager);
  const explicit = withoutOutrun(named, outrun);
  const python2 = python2Verdict(project, explicit, pins, code);
  if (python2) return { chosen: null, ...python2, isPython2: true };
  const fitting = MINORS.filter(minor => constraints.every(constraint => admits(constraint, minor)));
  const problems = [...outrun.map(outrunProblem), ...pinConflicts(explicit)];
  const pin = explicit[0];
  if (pin && !pinAdmits(pin.versions, TARGET)) return obey(pin, constraints, fitting, problems);
  if (fitting.includes(TARGET))
    return { chosen: TARGET, reason: reasonForTarget(project, pin, hasUnsupported), problems };
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

function reasonForTarget(
  project: readonly HardConstraint[],
  pin: ExplicitPin | undefined,
  hasUnsupported: boolean,
): string {
  // What has no release for 3.11 may still be built for it, so it is told as a problem and decides nothing.
  const but = ", but a distribution has no release for it at its version, as the problems say.";
  if (pin)
    return `Python 3.11: ${pin.pin.place.path} names it and every constraint admits it${hasUnsupported ? but : "."}`;
  const [range] = project;
  if (!range)
    return hasUnsupported
      ? `Python 3.11: the default${but}`
      : "Python 3.11: the default; nothing in the code, the dependencies or the settings excludes it.";
  return `Python 3.11: ${range.subject} (${range.specifier}) admits it${hasUnsupported ? but : ", and nothing else excludes it."}`;
}
