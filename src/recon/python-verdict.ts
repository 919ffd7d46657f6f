import type { LockedPackage } from "../python/manifests/lock-types";
import { exactVersion, compareVersions, minorAllowed, upperBound } from "../python/packaging/versions";
import { fitsLinux, parseWheelName, platformOf, type WheelName } from "../python/packaging/wheel-tags";
import { firstFor311, floorOf, hasPureWheel, neverWorks, supports311, type Support } from "./knowledge/python-support";
import { wheelKindOf } from "./knowledge/system-packages";
import { TARGET } from "./python-releases";

/**
 * Whether a dependency works on CPython 3.11 and Linux. The lock's own list of files is the best witness, then the
 * version that the lock or an exact pin names, then what the specifier leaves open. `lockRange` is the range of Pythons
 * that the lock was made for.
 */
export function verdictOn311(
  dependency: { readonly name: string; readonly specifier: string; readonly conda: boolean; readonly applies: boolean },
  locked: LockedPackage | null,
  lockRange: string | null = null,
): Support {
  const { name, specifier } = dependency;
  if (!dependency.applies) return { verdict: "ok", why: "Its marker leaves it out on Linux with Python 3.11" };
  if (locked?.source === "project") return { verdict: "ok", why: "It is a project of this workspace" };
  if (locked) {
    const byFiles = verdictOfFiles(name, locked, lockRange === null || minorAllowed(lockRange, TARGET));
    if (byFiles) return byFiles;
  }
  const version = locked && locked.version !== "" ? locked.version : exactVersion(specifier);
  if (version !== null) return verdictOfVersion(name, version, dependency.conda);
  return verdictOfRange(name, specifier);
}

function verdictOfFiles(name: string, locked: LockedPackage, isLockFor311: boolean): Support | null {
  const { version, requiresPython } = locked;
  if (requiresPython !== null && !minorAllowed(requiresPython, TARGET)) {
    return { verdict: "no", why: `The locked version ${version} requires Python ${requiresPython}` };
  }
  const known = version === "" ? null : supports311(name, version);
  const wheels = locked.wheels.flatMap(file => parseWheelName(file) ?? []);
  if (wheels.length === 0) {
    if (locked.hasSdist !== true) return null;
    if (known) return known;
    return wheelKindOf(name) === "pure"
      ? { verdict: "ok", why: `${name} is pure Python` }
      : { verdict: "unknown", why: `The lock lists only sources of ${name} ${version}; its build decides` };
  }
  const fitting = wheels.find(wheel => fitsLinux(wheel, TARGET));
  if (fitting) {
    // A wheel that installs may still fail on import; only a row about the code itself says so.
    if (known?.verdict === "no" && platformOf(fitting) === "any") return known;
    return { verdict: "ok", why: `The lock lists a wheel of ${version} for Python 3.11 on Linux` };
  }
  if (!isLockFor311) {
    // A lock lists the wheels of its own range of Pythons only: those for 3.11 may well exist.
    if (known) return known;
    const kind = wheelKindOf(name);
    return kind === "yes" || kind === "abi3"
      ? { verdict: "ok", why: `${name} is published with wheels for Python 3.11; the lock was made for other versions` }
      : { verdict: "unknown", why: `The lock was made for other versions of Python than 3.11` };
  }
  const listed = pythonsOf(wheels);
  if (locked.hasSdist === false) {
    return { verdict: "no", why: `The lock lists wheels of ${version} for ${listed} only, and no sources` };
  }
  return {
    verdict: known?.verdict === "no" ? "no" : "unknown",
    why: `The lock lists wheels of ${version} for ${listed} only; on Python 3.11 it is built from sources`,
  };
}

/** `cp38, cp39, cp310` of the wheels for Linux, or of all where none is for Linux. */
function pythonsOf(wheels: readonly WheelName[]): string {
  const linux = wheels.filter(wheel => platformOf(wheel) === "glibc");
  const tags = new Set((linux.length > 0 ? linux : wheels).flatMap(({ pythons }) => pythons));
  const sorted = [...tags].sort((left, right) => Number(left.replace(/\D/g, "")) - Number(right.replace(/\D/g, "")));
  return `${linux.length > 0 ? "" : "other systems and "}${sorted.join(", ")}`;
}

function verdictOfVersion(name: string, version: string, conda: boolean): Support {
  const known = supports311(name, version);
  if (known) return known;
  if (wheelKindOf(name) === "pure") return { verdict: "ok", why: `${name} is pure Python` };
  if (hasPureWheel(name, version))
    return { verdict: "ok", why: `${name} ${version} is published as a wheel for every Python 3` };
  if (conda) return { verdict: "unknown", why: `conda decides whether a build of ${version} for Python 3.11 exists` };
  return { verdict: "unknown", why: `Nothing here tells whether ${name} ${version} supports Python 3.11` };
}

function verdictOfRange(name: string, specifier: string): Support {
  const never = neverWorks(name);
  if (never) return never;
  const floor = floorOf(name, specifier);
  if (floor !== null && compareVersions(floor, TARGET) > 0) {
    return { verdict: "no", why: `Every version that ${name}${specifier} admits needs Python ${floor} or later` };
  }
  const first = firstFor311(name);
  const end = upperBound(specifier);
  if (first !== null && end !== null && compareVersions(end, first) <= 0) {
    const below = supports311(name, "0");
    return {
      verdict: below?.verdict ?? "unknown",
      why: `${name} supports Python 3.11 from ${first} on, and ${specifier} admits only older versions`,
    };
  }
  return { verdict: "ok", why: "Its specifier leaves room for a version that supports Python 3.11" };
}
