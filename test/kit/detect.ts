import { runDetectors } from "../../src/recon/run-detectors";
import type { Detector } from "../../src/recon/define-detector";
import type { Evidence } from "../../src/model/evidence";
import type { Dependency } from "../../src/model/recon";
import { projectOf } from "./python-project";

/** A direct dependency of the main group, as detectors see it. */
export function dependency(name: string, facts: Partial<Dependency> = {}): Dependency {
  return {
    name,
    specifier: "",
    extras: [],
    marker: null,
    group: "main",
    direct: true,
    locked: null,
    place: { path: "requirements.txt", line: 1, column: 1, text: name, confidence: "high" },
    systemPackages: { build: [], runtime: [] },
    python311: { verdict: "ok", why: "" },
    ...facts,
  };
}

/** The evidence of one detector over a map of path to text; what it throws is thrown on. */
export async function evidenceOf(
  detector: Detector,
  contents: Readonly<Record<string, string>>,
  dependencies: readonly Dependency[] = [],
): Promise<readonly Evidence[]> {
  const { workspace, project } = await projectOf(contents);
  const { evidence, problems } = runDetectors([detector], {
    workspace,
    project,
    unit: "",
    part: "",
    owns: () => true,
    dependencies,
    manifests: [],
    packageManager: { name: "none", lock: null, place: null },
  });
  const [failure] = problems;
  if (failure) throw new Error(failure.message);
  return evidence;
}

/** The integrations of one detector, each on one line: service, kind, host, scheme, variables and marks. */
export async function servicesOf(
  detector: Detector,
  contents: Readonly<Record<string, string>>,
  dependencies: readonly Dependency[] = [],
): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents, dependencies)).map(one => {
    if (one.claim !== "integration") throw new Error(`expected an integration, not ${one.claim}`);
    return [
      one.service,
      one.kind,
      one.host,
      one.scheme,
      one.variables.join(","),
      one.breaksInContainer && "breaks",
      one.optional && "optional",
    ]
      .filter(part => part !== undefined && part !== "" && part !== null && part !== false)
      .join(" ");
  });
}

/** `evidenceOf` with each piece on one line, places as `path:line`, for tests to compare. */
export async function detect(
  detector: Detector,
  contents: Readonly<Record<string, string>>,
  dependencies: readonly Dependency[] = [],
): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents, dependencies)).map(lineOf);
}

function lineOf(one: Evidence): string {
  const place = "place" in one ? ` @${one.place.path}:${one.place.line}` : "";
  switch (one.claim) {
    case "entry-point": {
      const folder = one.workingDirectory === "" ? "" : ` in ${one.workingDirectory}`;
      return `${one.kind} ${one.name} ${one.target} = ${one.command.join(" ")}${one.port === null ? "" : ` :${one.port}`}${folder}${place}`;
    }
    case "framework":
      return `framework ${one.name}${place}`;
    case "port":
      return `port ${one.port} ${one.source}${place}`;
    case "route":
      return `route ${one.path}${place}`;
    case "migrations":
      return `migrations ${one.tool} = ${one.command.join(" ")}${one.losesRows ? " loses rows" : ""}${place}`;
    case "tests":
      return `tests ${one.runner} = ${one.command.join(" ")}${place}`;
    case "static":
      return `static ${one.folder ?? "-"} = ${one.command.join(" ")}${place}`;
    case "build-script":
      return `build-script ${one.path} ${one.kind} ${one.uses.join(" ")}`;
    case "problem":
      return `problem ${one.code}${place}`;
    case "extra-dependency":
      return `extra-dependency ${one.name}${one.specifier}${place}`;
    case "used":
      return `used ${one.name}${place}`;
    default:
      return `${one.claim}${place}`;
  }
}
