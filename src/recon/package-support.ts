import type { Dependency, Recon } from "../model/recon";
import { exactVersion } from "../python/packaging/versions";

/** One distribution that the workspace itself does not tell enough of: what is asked of a package index. */
export interface SupportQuestion {
  /** Normalised by PEP 503. */
  readonly name: string;
  /** The exact version, null where only a range is known. */
  readonly version: string | null;
  /** As an installer takes it: `numpy==1.19.2`, `flask>=2`. */
  readonly requirement: string;
}

export interface SupportAnswer {
  readonly verdict: Dependency["python311"]["verdict"];
  readonly why: string;
}

/**
 * What to ask an index: dependencies whose support of 3.11 the workspace leaves open. That a wheel can be installed does
 * not make a release work that is known to fail. Names and versions that an installer could take for something else (an
 * option, an address) are left out. Sorted, each requirement once.
 */
export function supportQuestions(recon: Recon): readonly SupportQuestion[] {
  const found = new Map<string, SupportQuestion>();
  for (const dependency of [recon, ...recon.units.map(unit => unit.recon)].flatMap(one => one.dependencies)) {
    if (dependency.python311.verdict !== "unknown" || dependency.applies === "no") continue;
    const question = questionOf(dependency);
    if (question) found.set(question.requirement, question);
  }
  return [...found.values()].sort((left, right) => (left.requirement < right.requirement ? -1 : 1));
}

function questionOf({ name, locked, specifier }: Dependency): SupportQuestion | null {
  const version = locked ?? exactVersion(specifier);
  const range = version === null ? specifier.replaceAll(" ", "") : `==${version}`;
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name) || !/^(?:(?:[<>=!~]=?|===)[\w.*+!-]+(?:,|$))*$/.test(range)) return null;
  return { name, version, requirement: `${name}${range}` };
}

/** The recon with what an index answered, by requirement; what it was not asked stays as it was. */
export function withPackageSupport(recon: Recon, answers: ReadonlyMap<string, SupportAnswer>): Recon {
  if (answers.size === 0) return recon;
  const denied: Recon["python"]["problems"][number][] = [];
  const dependencies = recon.dependencies.map(dependency => {
    const question = dependency.python311.verdict === "unknown" ? questionOf(dependency) : null;
    const answer = question ? answers.get(question.requirement) : undefined;
    if (!question || !answer) return dependency;
    if (answer.verdict === "no") {
      denied.push({
        what: `${question.requirement} does not support Python 3.11`,
        why: `${answer.why}.`,
        place: dependency.place,
        fix: `Choose a release of ${dependency.name} that supports 3.11.`,
      });
    }
    return { ...dependency, python311: { ...answer, source: "index" as const } };
  });
  return {
    ...recon,
    dependencies,
    python: { ...recon.python, problems: [...recon.python.problems, ...denied] },
    units: recon.units.map(unit => ({ ...unit, recon: withPackageSupport(unit.recon, answers) })),
  };
}
