import type { CompatibilityProblem, Dependency, PythonPin } from "../model/recon";
import { neverWorks } from "./knowledge/python-support";
import { admits, type HardConstraint } from "./python-constraints";
import { MINORS, TARGET, isEnded } from "./python-releases";

const MAX_DISTRIBUTION_PROBLEMS = 60;

export function nothingFits(constraints: readonly HardConstraint[]): string {
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

export function contradiction(constraints: readonly HardConstraint[]): CompatibilityProblem {
  const pair = disagreement(constraints);
  const [last] = pair ? [pair[1]] : constraints.slice(-1);
  return {
    what: "No Python version satisfies everything the project asks for",
    why: nothingFits(constraints),
    place: last?.place ?? { path: "", line: 1, column: 1, text: "", confidence: "low" },
    fix: "Change one of the two so that a version satisfies both.",
  };
}

export function exclusion({ subject, specifier, kind, place }: HardConstraint): CompatibilityProblem {
  const fix =
    kind === "project"
      ? "Widen the range if the code runs on 3.11."
      : kind === "distribution"
        ? "Use a release that supports 3.11 if the image must have that version."
        : "Write it in the older form if the image must have 3.11.";
  return { what: `${subject} excludes Python 3.11`, why: `It needs Python ${specifier}.`, place, fix };
}

export function endOfLife(
  minor: string,
  constraint: HardConstraint | undefined,
  pin?: PythonPin,
): readonly CompatibilityProblem[] {
  const place = pin?.place ?? constraint?.place;
  if (!isEnded(minor) || !place) return [];
  return [
    {
      what: `Python ${minor} has reached its end of life`,
      why: "It gets no security fixes any more.",
      place,
      fix: "Move the application to 3.11 or later.",
    },
  ];
}

/** A lock and its manifest, or ten uses of one feature in a file, are one finding. */
export function onePerPlace(constraints: readonly HardConstraint[]): readonly HardConstraint[] {
  const seen = new Set<string>();
  return constraints.filter(({ place, subject, kind }) => {
    const key = kind === "project" ? kind : `${subject} ${place.path}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Dependencies that do not work on 3.11, unless that is a constraint and said already. */
export function distributionProblems(
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
