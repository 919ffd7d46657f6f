import type { SystemPackages } from "../../model/recon";
import { normalizeName } from "../../python/packaging/names";
import { compareVersions } from "../../python/packaging/versions";
import { firstFor311 } from "./python-support";
import { alpinePackages } from "./alpine-packages";
import { namesInReleases } from "./debian-releases";
import table from "./system-packages.json";

interface Row {
  readonly needed: string;
  readonly wheel: string;
  readonly build?: readonly string[];
  readonly run?: readonly string[];
  readonly note?: string;
  /** What releases below one need at run time on top. */
  readonly earlier?: { readonly below: string; readonly run: readonly string[] };
}

const ROWS = new Map<string, Row>(Object.entries(table.packages as Record<string, Row>));
const NONE: readonly string[] = [];

/** What authors ask a system for beside what distributions need; in bookworm and trixie alike. */
const ASKED_FOR =
  "build-essential ca-certificates curl default-jdk default-jre file fonts-liberation fonts-noto fonts-noto-cjk gettext gnupg imagemagick jq libgbm1 libmagic-dev libmagickwand-dev libnss3 libsm6 libspatialindex-dev libxext6 locales mediainfo postgresql-client rsync sox sqlite3 tzdata unzip wget zip";

const IN_DEBIAN = new Set([
  ...ASKED_FOR.split(" "),
  ...[...ROWS.values()].flatMap(({ build = NONE, run = NONE }) => [...build, ...run]),
]);

/** Whether apt finds the package, or what `insteadOf` names for it; false where nobody knows. */
export function isInDebian(name: string): boolean {
  return IN_DEBIAN.has(name) || namesInReleases(name).length > 0;
}

export interface SystemNeed extends SystemPackages {
  /** What to know about it, in words of the table; "" where there is nothing. */
  readonly note: string;
}

export interface Installed {
  /** Distribution, in any spelling. */
  readonly name: string;
  /** The version that will be installed, null where it is open. */
  readonly version: string | null;
  readonly extras: readonly string[];
  /** Whether a wheel fits, where a lock file says so; undefined where the table must tell. */
  readonly hasWheel?: boolean | undefined;
}

/** Extras that replace a source build by bundled libraries, or the other way round. */
const EXTRA_ROWS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  psycopg: { binary: "psycopg-binary", c: "psycopg-c" },
  psycopg2: { binary: "psycopg2-binary" },
};

/**
 * Packages of the system that a distribution needs to be built and to run, on Debian slim (`debian`) or Alpine. On
 * Alpine only musl wheels fit, so what has no pure wheel is built there.
 */
export function systemPackagesOf(installed: Installed, platform: "debian" | "alpine" = "debian"): SystemNeed {
  const name = normalizeName(installed.name);
  const variants = installed.extras.flatMap(extra => EXTRA_ROWS[name]?.[normalizeName(extra)] ?? []);
  const row = ROWS.get(variants[0] ?? name);
  if (!row) return { build: NONE, runtime: NONE, note: "" };
  const isBuilt = mustBuild(row, { ...installed, name: variants[0] ?? name }, platform);
  const build = isBuilt ? (row.build ?? NONE) : NONE;
  // What a wheel bundles is needed at run time only where the distribution was built against the system's library.
  const runtime =
    isBuilt || row.needed === "runtime" || row.needed === "always"
      ? [...(row.run ?? NONE), ...earlierOf(row, installed)]
      : NONE;
  const note = row.note ?? "";
  return platform === "debian"
    ? { build, runtime, note }
    : { build: alpinePackages(build), runtime: alpinePackages(runtime), note };
}

function earlierOf({ earlier }: Row, { version }: Installed): readonly string[] {
  return earlier && version !== null && compareVersions(version, earlier.below) < 0 ? earlier.run : NONE;
}

/** How a distribution is published for Linux: `yes` (a wheel for each Python), `abi3`, `pure`, `no`; null where unknown. */
export function wheelKindOf(distribution: string): string | null {
  return ROWS.get(normalizeName(distribution))?.wheel ?? null;
}

function mustBuild(row: Row, installed: Installed, platform: "debian" | "alpine"): boolean {
  if (row.needed === "never" || row.needed === "runtime" || row.needed === "build") return false;
  if (installed.hasWheel !== undefined && platform === "debian") return !installed.hasWheel;
  if (row.needed === "always") return true;
  if (platform === "alpine") return false;
  const first = firstFor311(installed.name);
  return installed.version !== null && first !== null && compareVersions(installed.version, first) < 0;
}
