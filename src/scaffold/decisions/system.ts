import type { Dependency } from "../../model/recon";
import { insteadOf, packageIn } from "../../recon/knowledge/debian-releases";
import { systemPackagesOf } from "../../recon/knowledge/system-packages";
import { sentences } from "../../model/sentences";
import { cite, citeAll, inWords } from "../cite";
import type { AddedDistribution, Subject } from "./subject";

type Entry = Pick<Dependency, "name" | "place" | "specifier" | "systemPackages" | "python311">;

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

/**
 * Debian packages, apart for building and for running (compilers never reach the runtime image). `leftOut` are groups and
 * extras that the runtime image does without.
 */
export function decideSystemPackages(
  { recon, layout, decider }: Subject,
  baseImage: string,
  added: readonly AddedDistribution[],
  leftOut: ReadonlySet<string>,
): SystemDecision {
  const declared = recon.dependencies.filter(
    ({ group }) => !["dev", "test", "docs"].includes(group) && !leftOut.has(group),
  );
  const main: readonly Entry[] = [...declared, ...added.map(asEntry)];
  const tools = recon.dependencies.filter(({ group }) => group === "dev" || group === "test");
  const building = main.filter(({ systemPackages }) => systemPackages.build.length > 0);
  const running = main.filter(({ systemPackages }) => systemPackages.runtime.length > 0);
  const gitUsers = main.filter(({ specifier }) => specifier.includes("git+"));
  // What a pin of years ago pulls is as old as it is, and has wheels for the Python of its day only.
  const aged = main.filter(({ python311 }) => python311.verdict === "no");
  const usesGit = gitUsers.length > 0 || [...layout.requirements.values()].some(file => file.usesGit);
  const extensions = layout.ownExtensions;
  const listed = layout.aptPackages;
  const compiledWith = listed !== null && listed.build.length > 0 ? [listed] : [];
  const runWith = listed !== null && listed.runtime.length > 0 ? [listed] : [];
  const release = baseImage.includes("trixie") ? "trixie" : "bookworm";
  const there = (packages: readonly string[] = []): readonly string[] =>
    packages.map(name => insteadOf(name, release) ?? name).filter(name => name !== "");
  const names = (dependencies: readonly Entry[]): string => inWords([...new Set(dependencies.map(({ name }) => name))]);
  const whyBuild = (): string =>
    building.length > 0 || extensions !== null || compiledWith.length > 0
      ? sentences(
          building.length > 0
            ? `${names(building)} ${building.length === 1 ? "is" : "are"} compiled while installing${citeAll(building.map(({ place }) => place))}`
            : "",
          extensions === null
            ? ""
            : `The project's own modules in ${extensions.language} are compiled (${cite(extensions.place)})`,
          ...compiledWith.map(({ place }) => `The authors list packages of the system (${cite(place)})`),
        )
      : aged.length > 0
        ? `${names(aged)} ${aged.length === 1 ? "is" : "are"} older than this Python${citeAll(aged.map(({ place }) => place))}: what comes along without a wheel is compiled, and the runtime image gets none of it.`
        : usesGit
          ? "A requirement is taken from a git address."
          : recon.packageManager.name === "conda"
            ? "micromamba needs certificates to download; conda-forge has everything built."
            : "Every dependency has a wheel.";
  const build = decider.list({
    key: "install.system.build",
    value: sorted(
      withHeaders([
        ...building.flatMap(({ systemPackages }) => systemPackages.build.map(name => packageIn(baseImage, name))),
        ...(extensions === null ? [] : COMPILERS[extensions.language]),
        ...(building.length === 0 && extensions === null && aged.length > 0 ? ["gcc", "libc6-dev"] : []),
        // Plain Debian has no certificates, and micromamba brings none.
        ...(recon.packageManager.name === "conda" ? ["ca-certificates"] : []),
        ...(usesGit ? ["ca-certificates", "git"] : []),
        ...there(listed?.build),
      ]),
    ),
    reason: whyBuild(),
    places: [
      ...(extensions === null ? [] : [extensions]),
      ...(building.length > 0 ? building : aged),
      ...compiledWith,
      ...gitUsers,
    ].map(({ place }) => place),
  });
  const unknown = listed?.leftOut ?? [];
  const whyRuntime = (): string =>
    sentences(
      running.length > 0
        ? `${names(running)} load${running.length === 1 ? "s" : ""} these libraries when imported${citeAll(running.map(({ place }) => place))}`
        : runWith.length > 0
          ? ""
          : "No dependency loads a library of the system",
      ...runWith.map(({ place }) => `The authors list packages of the system (${cite(place)})`),
      listed !== null && unknown.length > 0
        ? `Left out of what the authors list, as Debian is not known to have ${unknown.length === 1 ? "it" : "them"}: ${inWords(unknown)} (${cite(listed.place)})`
        : "",
    );
  const runtime = decider.list({
    key: "install.system.runtime",
    value: sorted([
      ...running.flatMap(({ systemPackages }) => systemPackages.runtime.map(name => packageIn(baseImage, name))),
      ...there(listed?.runtime),
    ]),
    reason: whyRuntime(),
    places: [...running, ...(listed === null ? [] : [listed])].map(({ place }) => place),
  });
  // Headers bring the library that they belong to, so what is compiled needs nothing of its own to run.
  const loading = running.filter(({ systemPackages }) => systemPackages.build.length === 0);
  const own = tools.filter(({ systemPackages }) => systemPackages.build.length + systemPackages.runtime.length > 0);
  const users = [...loading, ...own];
  const needed = [
    ...there(listed?.runtime),
    ...loading.flatMap(({ systemPackages }) => systemPackages.runtime),
    ...own.flatMap(({ systemPackages: { build: headers, runtime: libraries } }) =>
      headers.length > 0 ? headers : libraries,
    ),
  ].filter(name => !build.includes(name));
  const dev = decider.list({
    key: "install.system.dev",
    value: sorted(needed),
    reason:
      needed.length > 0
        ? sentences(
            users.length > 0
              ? `${names(users)} need${users.length === 1 ? "s" : ""} these for development and tests${citeAll(users.map(({ place }) => place))}`
              : "",
            ...runWith.map(({ place }) => `The authors list packages of the system (${cite(place)})`),
          )
        : "Development and tests need nothing beyond what the build stage has.",
    places: [...users, ...runWith].map(({ place }) => place),
  });
  return { build, runtime, dev };
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
