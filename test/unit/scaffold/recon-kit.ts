import type { Place } from "../../../src/model/place";
import type { Dependency, EntryPoint, EnvironmentVariable, Integration, Recon } from "../../../src/model/recon";
import { emptyRecon } from "../../kit/samples";

/** `file.py:12` as a place. */
export function at(text: string): Place {
  const [path = "", line = "1"] = text.split(":");
  return { path, line: Number(line), column: 1, text: "", confidence: "high" };
}

export function recon(parts: Partial<Recon> = {}): Recon {
  return { ...emptyRecon("sample"), ...parts };
}

export function dependency(name: string, parts: Partial<Dependency> = {}): Dependency {
  return {
    name,
    specifier: "",
    extras: [],
    marker: null,
    group: "main",
    direct: true,
    locked: null,
    place: at("requirements.txt:1"),
    systemPackages: { build: [], runtime: [] },
    python311: { verdict: "ok", why: "" },
    ...parts,
  };
}

export function entryPoint(
  kind: EntryPoint["kind"],
  target: string,
  command: string,
  parts: Partial<EntryPoint> = {},
): EntryPoint {
  return {
    kind,
    name: kind,
    target,
    command: command === "" ? [] : command.split(" "),
    devCommand: [],
    port: null,
    place: at("app.py:1"),
    confidence: "high",
    rank: 1,
    ...parts,
  };
}

export function integration(
  service: string,
  variables: readonly string[],
  parts: Partial<Integration> = {},
): Integration {
  return {
    service,
    kind: "database",
    protocol: service,
    via: "code",
    variables,
    breaksInContainer: null,
    optional: false,
    places: [at("settings.py:1")],
    ...parts,
  };
}

export function variable(name: string, parts: Partial<EnvironmentVariable> = {}): EnvironmentVariable {
  return {
    name,
    default: null,
    hasDefault: false,
    required: false,
    secret: false,
    type: null,
    scope: "application",
    places: [at("settings.py:1")],
    ...parts,
  };
}
