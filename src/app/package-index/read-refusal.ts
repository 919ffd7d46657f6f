import { compareVersions } from "../../python/packaging/versions";
import type { SupportAnswer, SupportQuestion } from "../../recon/package-support";

/** Whether an installer's output tells of an index that could not be reached, not of a distribution. */
export function isUnreachable(output: string): boolean {
  return /NewConnectionError|Failed to establish a new connection|Max retries exceeded|ConnectTimeout|Read timed out|ProxyError|SSLError|Could not fetch URL|error sending request|Failed to fetch|dns error|Temporary failure in name resolution/i.test(
    output,
  );
}

/** Whether the installer is older than the options that keep it from building and installing. */
export function isTooOld(output: string): boolean {
  return /no such option|unrecognized arguments|unexpected argument/i.test(output);
}

/** The question that a failed call is about: the one whose name the output says, as a whole word. */
export function refusedQuestion(output: string, questions: readonly SupportQuestion[]): SupportQuestion | null {
  const named = questions.filter(({ name }) => {
    const word = name.replaceAll("-", "[-_.]");
    return new RegExp(`(?<![\\w.-])${word}(?![\\w-])`, "i").test(output);
  });
  // pip stops at the first that it cannot find and names it in its last line.
  return named.length > 1
    ? (named.find(({ requirement }) => output.includes(`No matching distribution found for ${requirement}`)) ??
        named[0] ??
        null)
    : (named[0] ?? null);
}

/** What an installer's refusal of one requirement says about Python 3.11. */
export function readRefusal(output: string, { name, version, requirement }: SupportQuestion): SupportAnswer {
  const label = version === null ? requirement : `${name} ${version}`;
  const needs = neededPython(output, version);
  if (needs !== null) return { verdict: "no", why: `The index says that ${label} requires Python ${needs}` };
  if (/was not found in the package registry|there is no version of/.test(output))
    return { verdict: "unknown", why: `The index does not have ${label}` };
  const later = version === null ? null : nextVersion(output, version);
  return {
    verdict: "unknown",
    why:
      `The index has no wheel of ${label} for Python 3.11 on Linux, so only a build from sources could install it` +
      (later === null ? "" : `; ${later} is the next release with one`),
  };
}

/**
 * pip: `… require a different python version: 6.0.1 Requires-Python >=3.12`; uv: `django==6.0.1 only supports >=3.12` in
 * its hint, `depends on Python>=3.12` in its reason.
 */
function neededPython(output: string, version: string | null): string | null {
  const ignored = /require a different python version: (.*)/i.exec(output)?.[1] ?? "";
  for (const part of ignored.split(";")) {
    const match = /^\s*(\S+) Requires-Python (.+?)\s*$/.exec(part);
    if (match && match[1] === version) return match[2] ?? null;
  }
  const hinted = /only supports ([<>=!~][^)]*)\)/.exec(output)?.[1];
  if (hinted !== undefined) return hinted;
  return /depends on Python\s*([<>=!~][^\s,]*(?:,[<>=!~][^\s,]*)*)/i.exec(output)?.[1] ?? null;
}

/** The first stable release after a version among those that pip lists; they all have a fitting wheel. */
function nextVersion(output: string, version: string): string | null {
  const listed = /\(from versions: ([^)]*)\)/.exec(output)?.[1] ?? "";
  const later = listed
    .split(",")
    .map(word => word.trim())
    .filter(
      word =>
        /^\d/.test(word) && !/(?:a|b|c|rc|alpha|beta|pre|dev)\d*$/i.test(word) && compareVersions(word, version) > 0,
    )
    .sort(compareVersions);
  return later[0] ?? null;
}
