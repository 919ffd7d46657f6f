import type { ProcessResult } from "../../model/ports";
import { normalizeName } from "../../python/packaging/names";
import type { SupportQuestion } from "../../recon/package-support";

/** A person's own installer, as it is asked: no shell, no address, nothing built, nothing installed. */
export interface Installer {
  readonly name: "uv" | "pip";
  /** The program with the words that go before every question. */
  readonly program: readonly string[];
  /** How many distributions one call asks for. */
  readonly batch: number;
  command(questions: readonly SupportQuestion[], folder: string): AskedCommand;
  /** Names (normalised) with the versions that were found; null where the output says otherwise. */
  found(result: ProcessResult): ReadonlyMap<string, string> | null;
}

export interface AskedCommand {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
}

/**
 * `uv pip compile` resolves without running anything of a distribution while `--no-build` holds. The folder's own
 * settings (`[tool.uv]`, `uv.toml`) name its indexes.
 * Source: https://docs.astral.sh/uv/reference/cli/#uv-pip-compile
 */
export const uv: Installer = {
  name: "uv",
  program: ["uv"],
  batch: 200,
  command: (questions, folder) => ({
    words: [
      "uv",
      "pip",
      "compile",
      "--directory",
      folder,
      "--python-version",
      "3.11",
      "--python-platform",
      "x86_64-manylinux_2_28",
      "--no-build",
      "--no-deps",
      "--no-header",
      "--no-annotate",
      "--no-python-downloads",
      "--no-progress",
      "--color",
      "never",
      "-",
    ],
    env: {},
    input: questions.map(({ requirement }) => `${requirement}\n`).join(""),
  }),
  found: ({ stdout }) =>
    new Map(
      [...stdout.matchAll(/^([\w.-]+)==([^\s;\\]+)/gm)].map(match => [normalizeName(match[1] ?? ""), match[2] ?? ""]),
    ),
};

/** Tags of manylinux that images with glibc 2.36 (Debian 12) accept; pip expands manylinux2014 to the older ones. */
const PLATFORMS = ["manylinux_2_34", "manylinux_2_28", "manylinux_2_17", "manylinux2014"].flatMap(tag => [
  "--platform",
  `${tag}_x86_64`,
]);

/**
 * `pip install --dry-run` with wheels only: sources, whose metadata would run their build, are never taken.
 * Source: https://pip.pypa.io/en/stable/cli/pip_install/
 */
export function pip(program: readonly string[]): Installer {
  return {
    name: "pip",
    program,
    batch: 25,
    command: questions => ({
      words: [
        ...program,
        "install",
        "--dry-run",
        "--quiet",
        "--ignore-installed",
        "--no-deps",
        "--no-input",
        "--disable-pip-version-check",
        "--retries",
        "1",
        "--timeout",
        "15",
        "--report",
        "-",
        "--only-binary",
        ":all:",
        "--python-version",
        "3.11",
        "--implementation",
        "cp",
        ...PLATFORMS,
        // pip wants a target with another Python's version; a dry run writes nothing there.
        "--target",
        "drydock-dry-run",
        ...questions.map(({ requirement }) => requirement),
      ],
      env: { PIP_REQUIRE_VIRTUALENV: "false", PIP_NO_COLOR: "1" },
    }),
    found: ({ stdout }) => reportOf(stdout),
  };
}

/** pip's installation report, version 1. Source: https://pip.pypa.io/en/stable/reference/installation-report/ */
function reportOf(stdout: string): ReadonlyMap<string, string> | null {
  const start = stdout.indexOf("{");
  try {
    const report: unknown = JSON.parse(stdout.slice(Math.max(0, start)));
    const installs = record(report)["install"];
    if (!Array.isArray(installs)) return null;
    return new Map(
      installs.map(one => {
        const metadata = record(record(one)["metadata"]);
        return [normalizeName(text(metadata["name"])), text(metadata["version"])];
      }),
    );
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Programs in the order in which they are looked for. `-I` keeps Python from importing what stands in the folder. */
export const INSTALLERS: readonly Installer[] = [
  uv,
  pip(["pip3"]),
  pip(["pip"]),
  pip(["python3", "-I", "-m", "pip"]),
  pip(["py", "-I", "-m", "pip"]),
];
