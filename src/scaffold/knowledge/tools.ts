/** Versions that generated files pin, by the lowest Python minor version that each runs on; first match wins. */
const PINS: Readonly<Record<string, readonly (readonly [minimum: string, version: string])[]>> = {
  uv: [["3.8", "0.13.9"]],
  pdm: [
    ["3.9", "2.29.3"],
    ["3.8", "2.20.1"],
    ["3.7", "2.12.4"],
  ],
  pipenv: [
    ["3.10", "2026.10.3"],
    ["3.8", "2024.4.1"],
    ["3.7", "2023.10.3"],
  ],
  gunicorn: [
    ["3.10", "27.0.1"],
    ["3.7", "23.0.0"],
    ["3.5", "20.1.0"],
  ],
  uvicorn: [
    ["3.10", "0.54.0"],
    ["3.9", "0.39.0"],
    ["3.8", "0.33.0"],
    ["3.7", "0.22.0"],
  ],
  "uvicorn-worker": [
    ["3.9", "0.4.0"],
    ["3.8", "0.3.0"],
  ],
  whitenoise: [
    ["3.10", "6.12.0"],
    ["3.9", "6.11.0"],
    ["3.8", "6.7.0"],
    ["3.7", "6.4.0"],
  ],
  waitress: [
    ["3.9", "3.0.2"],
    ["3.8", "3.0.0"],
    ["3.7", "2.1.2"],
  ],
  debugpy: [
    ["3.8", "1.8.22"],
    ["3.7", "1.7.0"],
  ],
  pytest: [
    ["3.10", "9.2.0"],
    ["3.9", "8.4.2"],
    ["3.8", "8.3.5"],
    ["3.7", "7.4.4"],
  ],
  "pytest-cov": [["3.10", "7.1.0"]],
  "pytest-django": [["3.10", "4.14.0"]],
  "pytest-timeout": [["3.10", "2.4.0"]],
  "pytest-xdist": [["3.10", "3.8.0"]],
};

const POETRY: Readonly<Record<string, readonly (readonly [minimum: string, version: string])[]>> = {
  "2": [
    ["3.10", "2.5.1"],
    ["3.9", "2.2.1"],
  ],
  "1": [
    ["3.8", "1.8.5"],
    ["3.7", "1.5.1"],
  ],
};

/** Minor versions compare by number: 3.9 is older than 3.10. */
export function compareMinor(left: string, right: string): number {
  const [leftMajor = 0, leftMinor = 0] = left.split(".").map(Number);
  const [rightMajor = 0, rightMinor = 0] = right.split(".").map(Number);
  return leftMajor - rightMajor || leftMinor - rightMinor;
}

/** Versions whose extra `locked` fixes what the tool itself depends on: a newer dependency has broken a fixed PDM before. */
const LOCKED_FROM: Readonly<Record<string, (version: string) => boolean>> = {
  pdm: version => compareMinor(version, "2.20") >= 0,
};

/** `name==version` for a Python minor version, or the bare name where no version is known to fit. */
export function pinned(name: string, python: string): string {
  const found = PINS[name]?.find(([minimum]) => compareMinor(python, minimum) >= 0);
  return found ? `${name}${LOCKED_FROM[name]?.(found[1]) ? "[locked]" : ""}==${found[1]}` : name;
}

/** PDM counts the hash of a lock anew since its format 4.5, so a later one takes every lock of format 4.4 for stale. */
export function pinnedPdm(lockFormat: string | null, python: string): string {
  const isOld = lockFormat !== null && compareMinor(lockFormat, "4.5") < 0;
  return isOld && compareMinor(python, "3.8") >= 0 ? "pdm==2.16.1" : pinned("pdm", python);
}

/** Poetry of the major version that wrote the lock: an older one cannot read a newer lock. */
export function pinnedPoetry(lockVersion: string | null, python: string): string {
  const major = lockVersion?.split(".")[0] ?? "2";
  const fitting = [POETRY[major], POETRY["2"], POETRY["1"]]
    .flatMap(row => row ?? [])
    .find(([minimum]) => compareMinor(python, minimum) >= 0);
  return fitting ? `poetry==${fitting[1]}` : "poetry";
}

/** The image that micromamba is copied from; it is one static program. */
export const MICROMAMBA_IMAGE = "mambaorg/micromamba:2.0.5-debian12-slim";
