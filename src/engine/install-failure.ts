import { buildError } from "../model/last-exception";

/**
 * A distribution that an installer found nowhere, or found no wheel of and could not build, or a project whose own build failed; `said`
 * is the build's word on that.
 */
export type InstallFailure =
  | { readonly kind: "absent"; readonly distribution: string }
  | { readonly kind: "not built"; readonly distribution: string; readonly said: string | null }
  | { readonly kind: "not prepared"; readonly said: string };

/**
 * The distribution at which pip or uv gave up, from the log of the step. pip ends with notes about itself, and what went
 * wrong stands far above them, within the output of the build that it started.
 */
export function installFailure(log: readonly string[]): InstallFailure | null {
  const distribution = failedDistribution(log);
  const said = buildError(log);
  if (distribution !== null) return { kind: "not built", distribution, said };
  const absent = absentDistribution(log);
  if (absent !== null) return { kind: "absent", distribution: absent };
  return said !== null && log.some(line => UNPREPARED.test(line)) ? { kind: "not prepared", said } : null;
}

/**
 * What pip or uv looked for in vain. uv breaks its lines in the middle of a sentence. Where an index could not be reached
 * they say the same, and it is the network that is to blame.
 */
function absentDistribution(log: readonly string[]): string | null {
  const text = log.join(" ").replace(/\s+/g, " ");
  if (/NewConnectionError|NameResolutionError|ReadTimeoutError|error sending request|dns error/.test(text)) return null;
  return (
    /No matching distribution found for ([\w.[\],-]+(?: ?[=<>!~]=?=?[\w.*+!,=<>~-]+)?)/.exec(text)?.[1] ??
    /Because (?:there is no version of )?([\w.[\],-]+(?:[=<>!~]=?=?[\w.*+!]+)?) (?:and you require|was not found in the (?:package registry|provided))/.exec(
      text,
    )?.[1] ??
    null
  );
}

/** pip got no metadata of what it was to install. */
const UNPREPARED = /metadata-generation-failed|Getting requirements to build wheel did not run/;

function failedDistribution(log: readonly string[]): string | null {
  const named = log.flatMap(line => {
    const name =
      /(?:Failed building wheel for|Failed to build installable wheels for some pyproject\.toml based projects \(?|Could not build wheels for|Failed to build:?) `?([\w.-]+(?:==[\w.+!-]+)?)/.exec(
        line,
      )?.[1];
    return name === undefined || name === "installable" ? [] : [name];
  });
  const collected = log.flatMap(line => {
    const match = /^\s*Collecting ([\w.[\],-]+(?:==[\w.+!-]+)?)/.exec(line);
    return match?.[1] === undefined ? [] : [match[1]];
  });
  const failed = log.some(line => UNPREPARED.test(line));
  // Where nothing builds wheels, pip runs setup.py itself and names it behind an arrow at the end.
  const legacy = log.some(line => /legacy-install-failure/.test(line))
    ? log.map(line => /^\s*╰─> ([\w.-]+)$/.exec(line)?.[1]).findLast(found => found !== undefined)
    : undefined;
  const name = named[0] ?? legacy ?? (failed ? collected.at(-1) : undefined);
  if (name === undefined) return null;
  // The wheel's failure gives the bare name; the line that collected it knows the version.
  const bare = name.split("==")[0]?.toLowerCase();
  const exact = name.includes("==") ? name : collected.find(other => other.split("==")[0]?.toLowerCase() === bare);
  return (exact ?? name).replace("==", " ");
}
