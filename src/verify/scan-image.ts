import { DrydockError } from "../model/error";
import type { Processes } from "../model/ports";
import type { ScanReport } from "../model/verification";

interface Advisory {
  readonly package: string;
  readonly version: string;
  readonly advisory: string;
  readonly severity: string;
  readonly fixedIn: string | null;
}

interface Scanner {
  readonly name: string;
  readonly command: (image: string) => readonly string[];
  readonly read: (output: unknown) => readonly Advisory[];
}

type Json = Readonly<Record<string, unknown>>;

/** Scanners that a person may have; the first that is installed is asked. */
const SCANNERS: readonly Scanner[] = [
  {
    // Source: https://trivy.dev/latest/docs/configuration/reporting/#json
    name: "trivy",
    command: image => ["trivy", "image", "--quiet", "--scanners", "vuln", "--format", "json", image],
    read: output =>
      list(object(output)["Results"]).flatMap(result =>
        list(object(result)["Vulnerabilities"]).map(each => {
          const { PkgName, InstalledVersion, VulnerabilityID, Severity, FixedVersion } = object(each);
          return advisory(PkgName, InstalledVersion, VulnerabilityID, Severity, FixedVersion);
        }),
      ),
  },
  {
    // Source: https://github.com/anchore/grype#output-formats
    name: "grype",
    command: image => ["grype", "--quiet", "--output", "json", image],
    read: output =>
      list(object(output)["matches"]).map(match => {
        const { artifact, vulnerability } = object(match);
        const { id, severity, fix } = object(vulnerability);
        // A distribution that will not mend a version may still name one.
        const { state, versions } = object(fix);
        const [fixed] = state === "wont-fix" || state === "not-fixed" ? [] : list(versions);
        return advisory(object(artifact)["name"], object(artifact)["version"], id, severity, fixed);
      }),
  },
  {
    // Source: https://docs.docker.com/reference/cli/docker/scout/cves/ (SARIF)
    name: "docker scout",
    command: image => ["docker", "scout", "cves", "--format", "sarif", `local://${image}`],
    read: output => list(object(output)["runs"]).flatMap(run => readScout(object(run))),
  },
];

/**
 * One advisory a result. Its message names the package and the version that mends it; the rule, which several packages
 * share, names those of one of them.
 */
function readScout({ tool, results }: Json): readonly Advisory[] {
  const rules = new Map(list(object(object(tool)["driver"])["rules"]).map(rule => [object(rule)["id"], object(rule)]));
  return list(results).flatMap(result => {
    const { ruleId, message } = object(result);
    const rule = rules.get(ruleId);
    if (!rule) return [];
    const properties = object(rule["properties"]);
    const words = text(object(message)["text"]);
    const named = /pkg:\S+/.exec(words)?.[0];
    const purl = named ?? text(list(properties["purls"])[0] ?? properties["purl"]);
    const fixed =
      named === undefined ? text(properties["fixed_version"]) : (/^\s*Fixed version\s*:(.*)$/m.exec(words)?.[1] ?? "");
    const { name, version } = readPurl(purl);
    const isFixed = !/^\s*(?:not fixed)?\s*$/i.test(fixed);
    return [advisory(name, version, ruleId, scoutSeverity(properties), isFixed ? fixed.trim() : "")];
  });
}

function scoutSeverity(properties: Json): string {
  const word = text(properties["cvssV3_severity"]);
  if (word !== "" && word !== "UNSPECIFIED") return word;
  const score = Number(properties["security-severity"] ?? 0);
  return score >= 9 ? "CRITICAL" : score >= 7 ? "HIGH" : score >= 4 ? "MEDIUM" : score > 0 ? "LOW" : "UNKNOWN";
}

/** `pkg:deb/debian/curl@7.88.1%2Bdeb12u8?os_name=debian`: packages of a distribution go by their name alone. */
function readPurl(purl: string): { readonly name: string; readonly version: string } {
  const [, type = "", path = "", version = ""] = /^pkg:([^/]+)\/([^?#]*?)(?:@([^@/?#]*))?(?:[?#].*)?$/.exec(purl) ?? [];
  const name = /^(?:deb|rpm|apk)$/.test(type) ? (path.split("/").at(-1) ?? "") : path;
  return { name: unescaped(name), version: unescaped(version) };
}

function unescaped(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    if (error instanceof URIError) return encoded;
    throw error;
  }
}

const TIMEOUT_MS = 180_000;
const WORST = 20;

/** Asks a scanner of this machine about an image; null where none is installed, or none gives an answer. */
export async function scanImage(processes: Processes, image: string, signal?: AbortSignal): Promise<ScanReport | null> {
  for (const scanner of SCANNERS) {
    const [command = "", ...args] = scanner.command(image);
    const output = await run(processes, command, args, signal);
    if (output === null) continue;
    const found = scanner.read(output).filter(each => each.advisory !== "");
    const count = (severity: string): number => found.filter(each => each.severity === severity).length;
    const worst = [...found].sort((left, right) => rank(left) - rank(right)).slice(0, WORST);
    const [critical, high] = [count("critical"), count("high")];
    return { scanner: scanner.name, image, critical, high, other: found.length - critical - high, worst };
  }
  return null;
}

async function run(
  processes: Processes,
  command: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<unknown> {
  try {
    const options = { timeoutMs: TIMEOUT_MS, ...(signal ? { signal } : {}) };
    const { stdout } = await processes.run(command, args, options);
    return JSON.parse(stdout) as unknown;
  } catch (error) {
    // Not installed, or no answer that can be read: the next one is asked.
    if (error instanceof SyntaxError || (error instanceof DrydockError && error.code === "usage")) return null;
    throw error;
  }
}

function advisory(name: unknown, version: unknown, id: unknown, severity: unknown, fixed: unknown): Advisory {
  return {
    package: text(name),
    version: text(version),
    advisory: text(id),
    severity: text(severity).toLowerCase(),
    fixedIn: text(fixed) === "" ? null : text(fixed),
  };
}

function rank({ severity }: Advisory): number {
  const index = ["critical", "high", "medium", "low"].indexOf(severity);
  return index < 0 ? 4 : index;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function object(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
