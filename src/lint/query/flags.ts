import type { Dockerfile, Instruction, InstructionKind } from "../../docker/dockerfile/types";

export type FlagType = "text" | "boolean" | "duration" | "count" | "stage" | "mode" | "checksum" | "network";

export interface KnownFlag {
  readonly type: FlagType;
  readonly repeats: boolean;
  /** A value to show in messages. */
  readonly example: string;
}

function flag(type: FlagType, example: string, repeats = false): KnownFlag {
  return { type, example, repeats };
}

const OWNERSHIP: readonly (readonly [string, KnownFlag])[] = [
  ["chown", flag("text", "user")],
  ["chmod", flag("mode", "755")],
  ["link", flag("boolean", "true")],
  ["exclude", flag("text", "*.txt", true)],
];

const DURATIONS: readonly (readonly [string, KnownFlag])[] = [
  ["interval", flag("duration", "30s")],
  ["timeout", flag("duration", "5s")],
  ["start-period", flag("duration", "10s")],
  ["start-interval", flag("duration", "1s")],
];

const NO_FLAGS: ReadonlyMap<string, KnownFlag> = new Map();

/** The flags of each instruction (BuildKit, frontend/dockerfile/instructions/parse.go). ONBUILD, ENV and ARG are not checked. */
const FLAGS: ReadonlyMap<InstructionKind | "UNKNOWN", ReadonlyMap<string, KnownFlag>> = new Map([
  [
    "ADD",
    new Map([
      ...OWNERSHIP,
      ["keep-git-dir", flag("boolean", "true")],
      ["checksum", flag("checksum", "sha256:…")],
      ["unpack", flag("boolean", "true")],
    ]),
  ],
  ["COPY", new Map([...OWNERSHIP, ["from", flag("stage", "build")], ["parents", flag("boolean", "true")]])],
  ["FROM", new Map([["platform", flag("text", "$BUILDPLATFORM")]])],
  ["HEALTHCHECK", new Map([...DURATIONS, ["retries", flag("count", "3")]])],
  [
    "RUN",
    new Map([
      ["mount", flag("text", "type=cache,target=/root/.cache", true)],
      ["network", flag("network", "none")],
      ["security", flag("text", "sandbox")],
      ["device", flag("text", "name", true)],
    ]),
  ],
  ["CMD", NO_FLAGS],
  ["ENTRYPOINT", NO_FLAGS],
  ["EXPOSE", NO_FLAGS],
  ["SHELL", NO_FLAGS],
  ["USER", NO_FLAGS],
  ["VOLUME", NO_FLAGS],
  ["WORKDIR", NO_FLAGS],
]);

/** The flags that an instruction knows; null where they are not checked, as for `HEALTHCHECK NONE`, which takes none. */
export function knownFlags(instruction: Instruction): ReadonlyMap<string, KnownFlag> | null {
  if (instruction.kind === "HEALTHCHECK" && instruction.type?.raw.toUpperCase() === "NONE") return null;
  return FLAGS.get(instruction.kind) ?? null;
}

/** True where `# syntax=` names a frontend other than Docker's stable one, which may know other flags. */
export function hasForeignSyntax(file: Dockerfile): boolean {
  const syntax = file.directives.find(directive => directive.name === "syntax")?.value.split(" ")[0];
  if (syntax === undefined) return false;
  const [name = "", tag = ""] = syntax.split("@")[0]?.split(/:(?=[^/]*$)/) ?? [];
  const isDocker = name === "docker/dockerfile" || name === "docker.io/docker/dockerfile";
  return !isDocker || tag.includes("labs") || tag.includes("experimental") || tag === "master";
}

export type DurationProblem =
  "FLAG_INVALID_DURATION" | "FLAG_LESS_THAN_1MS" | "FLAG_MISSING_DURATION" | "FLAG_UNKNOWN_UNIT";

const MILLISECONDS: ReadonlyMap<string, number> = new Map([
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
  ["us", 0.001],
  ["µs", 0.001],
  ["μs", 0.001],
  ["ns", 0.000_001],
]);

/** What is wrong with a time such as `1m30s` (Go's `time.ParseDuration`, at least 1 ms but for 0), null where nothing is. */
export function durationProblem(value: string): DurationProblem | null {
  if (!/^[-+]?[\d.]/.test(value)) return "FLAG_INVALID_DURATION";
  const isNegative = value.startsWith("-");
  let rest = value.replace(/^[-+]/, "");
  if (rest === "0") return isNegative ? "FLAG_LESS_THAN_1MS" : null;
  let total = 0;
  while (rest !== "") {
    const number = /^[\d.]*/.exec(rest)?.[0] ?? "";
    if (number === "") return rest.startsWith("-") && total === 0 ? "FLAG_INVALID_DURATION" : "FLAG_UNKNOWN_UNIT";
    if (number.split(".").length > 2 || number === ".") return "FLAG_MISSING_DURATION";
    rest = rest.slice(number.length);
    const unit = /^[^\d.]*/.exec(rest)?.[0] ?? "";
    if (unit === "") return "FLAG_MISSING_DURATION";
    const factor = MILLISECONDS.get(unit);
    if (isNegative && factor !== undefined) return "FLAG_LESS_THAN_1MS";
    if (factor === undefined) return "FLAG_UNKNOWN_UNIT";
    total += Number(number) * factor;
    rest = rest.slice(unit.length);
  }
  return total < 1 ? "FLAG_LESS_THAN_1MS" : null;
}
