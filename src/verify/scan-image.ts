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
        const [fixed] = list(object(fix)["versions"]);
        return advisory(object(artifact)["name"], object(artifact)["version"], id, severity, fixed);
      }),
  },
  {
    // Source: https://docs.docker.com/reference/cli/docker/scout/cves/ (SARIF; the rules bear package and severity)
    name: "docker scout",
    command: image => ["docker", "scout", "cves", "--format", "sarif", `local://${image}`],
    read: output =>
      list(object(list(object(output)["runs"])[0])["results"]).flatMap(result => {
        const driver = object(object(object(list(object(output)["runs"])[0])["tool"])["driver"]);
        const rule = list(driver["rules"])
          .map(object)
          .find(({ id }) => id === object(result)["ruleId"]);
        const properties = object(rule?.["properties"]);
        const [purl] = list(properties["purls"]);
        const score = Number(properties["security-severity"] ?? 0);
        const severity = properties["cvssV3_severity"] ?? (score >= 9 ? "CRITICAL" : score >= 7 ? "HIGH" : "OTHER");
        return rule ? [advisory(purl, "", rule["id"], severity, properties["fixed_version"])] : [];
      }),
  },
];

const TIMEOUT_MS = 180_000;
const WORST = 20;

/** Asks a scanner of this machine about an image; null where none is installed, or none gives an answer. */
export async function scanImage(processes: Processes, image: string, signal?: AbortSignal): Promise<ScanReport | null> {
  for (const scanner of SCANNERS) {
    const [command = "", ...args] = scanner.command(image);
    const output = await run(processes, command, args, signal);
    if (output === null) continue;
    const found = scanner.read(output);
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
