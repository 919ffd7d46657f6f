import type { Finding } from "../model/finding";

/** The codes that a comment names; `everything` where it names none or all. */
export interface Suppression {
  readonly codes: ReadonlySet<string>;
  readonly everything: boolean;
  /** BuildKit's `skip=all` concerns only findings that BuildKit has too. */
  readonly buildkitOnly: boolean;
}

export function suppression(codes: readonly string[], everything = false, buildkitOnly = false): Suppression {
  return { codes: new Set(codes), everything, buildkitOnly };
}

/** True where a comment names the finding's rule, its code, or a code of another linter that means the same. */
export function suppresses(what: Suppression, finding: Finding): boolean {
  if (what.everything) return !what.buildkitOnly || finding.mirrors.some(isBuildKitName);
  if (what.codes.has(finding.rule) || what.codes.has(finding.code)) return true;
  return finding.mirrors.some(code => what.codes.has(code));
}

/** BuildKit's checks are named in camel case: `StageNameCasing`. */
export function isBuildKitName(code: string): boolean {
  return /^[A-Z][A-Za-z]*[a-z]$/.test(code);
}
