import type { Dependency } from "../../model/recon";
import { insteadOf, packageIn } from "../../recon/knowledge/debian-releases";
import { systemPackagesOf } from "../../recon/knowledge/system-packages";
import { sentences } from "../../model/sentences";
import { cite, citeAll, inWords } from "../cite";
import type { AptPackages } from "../layout/apt-files";
import type { Layout } from "../layout/layout";
import type { InstallDecision } from "./install";
import { withIncluded } from "./main-lists";
import type { AddedDistribution, Subject } from "./subject";

type Entry = Pick<Dependency, "name" | "place" | "specifier" | "systemPackages" | "python311">;

/** Groups that no process of the application needs. */
const FOR_WORK: ReadonlySet<string> = new Set(["dev", "test", "docs"]);

export interface SystemDecision {
  readonly build: readonly string[];
  readonly runtime: readonly string[];
  /** For the stages of development and tests, beyond those of the build stage that they stand on. */
  readonly dev: readonly string[];
}

const COMPILERS = {
  C: ["gcc", "libc6-dev"],
  "C++": ["g++", "libc6-dev"],
  Rust: ["cargo", "gcc", "libc6-dev"],
} as const;

/** Debian packages, apart for building and for running (compilers never reach the runtime image). */
export function decideSystemPackages(
  subject: Subject,
  baseImage: string,
  added: readonly AddedDistribution[],
  install: InstallDecision,
): SystemDecision {
  const needs = readNeeds(subject, baseImage, added, install);
  const build = decideBuilding(subject, needs);
  return { build, runtime: decideRunning(subject, needs), dev: decideDevelopment(subject, needs, build) };
}

/** What needs packages of the system. */
interface Needs {
  readonly baseImage: string;
  /** Distributions that are compiled while they are installed. */
  readonly building: readonly Entry[];
  /** Distributions that load libraries of the system. */
  readonly running: readonly Entry[];
  /** What a pin of years ago pulls is as old as it is, and has wheels for the Python of its day only. */
  readonly aged: readonly Entry[];
  readonly gitUsers: readonly Entry[];
  readonly usesGit: boolean;
  readonly usesConda: boolean;
  readonly extensions: Layout["ownExtensions"];
  /** What the authors list, by the names that the base image's release has for it. */
  readonly listed: AptPackages | null;
}

function readNeeds(
  subject: Subject,
  baseImage: string,
  added: readonly AddedDistribution[],
  { leftOut, request }: InstallDecision,
): Needs {
  const { recon, layout } = subject;
  const installed = withIncluded(subject, request.requirements);
  // A list of optional distributions is installed where it is chosen only.
  const declared = recon.dependencies.filter(
    ({ group, place: { path } }) =>
      !FOR_WORK.has(group) &&
      !leftOut.has(group) &&
      (group === "main" || !layout.requirements.has(path) || installed.has(path)),
  );
  const main: readonly Entry[] = [...declared, ...added.map(asEntry)];
  const gitUsers = main.filter(({ specifier }) => specifier.includes("git+"));
  const release = baseImage.includes("trixie") ? "trixie" : "bookworm";
  const there = (packages: readonly string[]): readonly string[] =>
    packages.map(name => insteadOf(name, release) ?? name).filter(name => name !== "");
  const written = layout.aptPackages;
  return {
    baseImage,
    building: main.filter(({ systemPackages }) => systemPackages.build.length > 0),
    running: main.filter(({ systemPackages }) => systemPackages.runtime.length > 0),
    aged: main.filter(({ python311 }) => python311.verdict === "no"),
    gitUsers,
    usesGit: gitUsers.length > 0 || [...layout.requirements.values()].some(file => file.usesGit),
    usesConda: recon.packageManager.name === "conda",
    extensions: layout.ownExtensions,
    listed: written && { ...written, build: there(written.build), runtime: there(written.runtime) },
  };
}

function decideBuilding({ decider }: Subject, needs: Needs): readonly string[] {
  const { baseImage, building, aged, gitUsers, usesGit, usesConda, extensions, listed } = needs;
  const isAgedOnly = building.length === 0 && extensions === null && aged.length > 0;
  return decider.list({
    key: "install.system.build",
    value: sorted(
      withHeaders([
        ...building.flatMap(({ systemPackages }) => systemPackages.build.map(name => packageIn(baseImage, name))),
        ...(extensions === null ? [] : COMPILERS[extensions.language]),
        ...(isAgedOnly ? ["gcc", "libc6-dev"] : []),
        // Plain Debian has no certificates, and micromamba brings none.
        ...(usesConda ? ["ca-certificates"] : []),
        ...(usesGit ? ["ca-certificates", "git"] : []),
        ...(listed?.build ?? []),
      ]),
    ),
    reason: whyBuilding(needs),
    places: [
      ...(extensions === null ? [] : [extensions]),
      ...(building.length > 0 ? building : aged),
      ...(listed !== null && listed.build.length > 0 ? [listed] : []),
      ...gitUsers,
    ].map(({ place }) => place),
  });
}

function whyBuilding({ building, aged, usesGit, usesConda, extensions, listed }: Needs): string {
  const said = [
    building.length > 0
      ? `${names(building)} ${building.length === 1 ? "is" : "are"} compiled while installing${citeEach(building)}`
      : "",
    extensions === null
      ? ""
      : `The project's own modules in ${extensions.language} are compiled (${cite(extensions.place)})`,
    listed !== null && listed.build.length > 0 ? authorsList(listed) : "",
  ].filter(Boolean);
  if (said.length > 0) return sentences(...said);
  if (aged.length > 0)
    return `${names(aged)} ${aged.length === 1 ? "is" : "are"} older than this Python${citeEach(aged)}: what comes along without a wheel is compiled, and the runtime image gets none of it.`;
  if (usesGit) return "A requirement is taken from a git address.";
  return usesConda
    ? "micromamba needs certificates to download; conda-forge has everything built."
    : "Every dependency has a wheel.";
}

function decideRunning({ decider }: Subject, { baseImage, running, listed }: Needs): readonly string[] {
  const isListed = listed !== null && listed.runtime.length > 0;
  const unknown = listed?.leftOut ?? [];
  return decider.list({
    key: "install.system.runtime",
    value: sorted([
      ...running.flatMap(({ systemPackages }) => systemPackages.runtime.map(name => packageIn(baseImage, name))),
      ...(listed?.runtime ?? []),
    ]),
    reason: sentences(
      running.length > 0
        ? `${names(running)} load${running.length === 1 ? "s" : ""} these libraries when imported${citeEach(running)}`
        : isListed
          ? ""
          : "No dependency loads a library of the system",
      isListed ? authorsList(listed) : "",
      listed !== null && unknown.length > 0
        ? `Left out of what the authors list, as Debian is not known to have ${unknown.length === 1 ? "it" : "them"}: ${inWords(unknown)} (${cite(listed.place)})`
        : "",
    ),
    places: [...running, ...(listed === null ? [] : [listed])].map(({ place }) => place),
  });
}

function decideDevelopment(
  { recon, decider }: Subject,
  { running, listed }: Needs,
  build: readonly string[],
): readonly string[] {
  // Headers bring the library that they belong to, so what is compiled needs nothing of its own to run.
  const loading = running.filter(({ systemPackages }) => systemPackages.build.length === 0);
  const own = recon.dependencies.filter(
    ({ group, systemPackages }) =>
      (group === "dev" || group === "test") && systemPackages.build.length + systemPackages.runtime.length > 0,
  );
  const users = [...loading, ...own];
  const runWith = listed !== null && listed.runtime.length > 0 ? [listed] : [];
  const needed = [
    ...(listed?.runtime ?? []),
    ...loading.flatMap(({ systemPackages }) => systemPackages.runtime),
    ...own.flatMap(({ systemPackages: { build: headers, runtime: libraries } }) =>
      headers.length > 0 ? headers : libraries,
    ),
  ].filter(name => !build.includes(name));
  return decider.list({
    key: "install.system.dev",
    value: sorted(needed),
    reason:
      needed.length === 0
        ? "Development and tests need nothing beyond what the build stage has."
        : sentences(
            users.length > 0
              ? `${names(users)} need${users.length === 1 ? "s" : ""} these for development and tests${citeEach(users)}`
              : "",
            ...runWith.map(authorsList),
          ),
    places: [...users, ...runWith].map(({ place }) => place),
  });
}

function authorsList({ place }: AptPackages): string {
  return `The authors list packages of the system (${cite(place)})`;
}

function names(dependencies: readonly Entry[]): string {
  return inWords([...new Set(dependencies.map(({ name }) => name))]);
}

function citeEach(dependencies: readonly Entry[]): string {
  return citeAll(dependencies.map(({ place }) => place));
}

/**
 * With the interpreter's headers: the official images bring them, and images of the same name that are built on Debian's own
 * interpreter, as some mirrors hold them, do not.
 */
function withHeaders(names: readonly string[]): readonly string[] {
  return names.some(name => /^(?:gcc|g\+\+|build-essential)$/.test(name)) ? [...names, "python3-dev"] : names;
}

/** What only the code tells of is installed in its newest release. */
function asEntry({ name, place }: AddedDistribution): Entry {
  const plain = name.replace(/\[.*$/, "");
  const extras = /\[(.*)\]$/.exec(name)?.[1]?.split(",") ?? [];
  const { build, runtime } = systemPackagesOf({ name: plain, version: null, extras });
  return {
    name: plain,
    place,
    specifier: "",
    systemPackages: { build, runtime },
    python311: { verdict: "unknown", why: "" },
  };
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
