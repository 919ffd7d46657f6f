import type { CompatibilityProblem, PythonPin } from "../model/recon";
import type { CodeFindings } from "./python-code";
import { admits, type HardConstraint } from "./python-constraints";
import type { ExplicitPin } from "./python-explicit-pins";
import { MINORS } from "./python-releases";

/** Why the application needs Python 2. */
export interface Python2Verdict {
  readonly reason: string;
  readonly problems: readonly CompatibilityProblem[];
}

/** Python 2 where a pin or the range says so, or where the code is and nothing speaks for Python 3. */
export function python2Verdict(
  project: readonly HardConstraint[],
  explicit: readonly ExplicitPin[],
  pins: readonly PythonPin[],
  code: CodeFindings,
): Python2Verdict | null {
  const [range] = project;
  const byRange = range && !MINORS.some(minor => admits(range, minor)) && admits(range, "2.7") ? range : undefined;
  const pinned = explicit[0]?.versions.every(version => version.startsWith("2")) === true ? explicit[0].pin : undefined;
  const isMostlyOld = code.python2Files > 0 && code.python2Files >= code.python3Files;
  const byCode = isMostlyOld && !speaksForPython3(project, pins);
  if (!byRange && !pinned && !byCode) return null;
  const place = pinned?.place ?? byRange?.place ?? code.problems[0]?.place;
  const why = reasonFor(pinned, byRange, code.python2Files);
  const problem = place && {
    what: "The application needs Python 2.7",
    why: `${why}. Python 2 gets no fixes since 2020, and its last images are built on an unsupported system.`,
    place,
    fix: "Port it to Python 3 first; no Dockerfile is written for Python 2.",
  };
  return { reason: `Needs Python 2.7: ${why}.`, problems: problem ? [problem] : [] };
}

function reasonFor(pinned: PythonPin | undefined, range: HardConstraint | undefined, files: number): string {
  if (pinned) return `${pinned.place.path} pins Python ${pinned.version}`;
  if (range) return `${range.subject} admits Python 2 only`;
  return `${String(files)} ${files === 1 ? "file is" : "files are"} Python 2 code`;
}

function speaksForPython3(project: readonly HardConstraint[], pins: readonly PythonPin[]): boolean {
  // Classifiers outlive what they tell of: what an image and a pipeline really run on says more.
  const run = pins.filter(({ source }) => source !== "classifiers");
  return (run.length > 0 ? run : pins).some(({ version }) => version.startsWith("3")) || project.some(isPython3Range);
}

function isPython3Range(constraint: HardConstraint): boolean {
  return !admits(constraint, "2.7") || constraint.specifier.includes("3");
}
