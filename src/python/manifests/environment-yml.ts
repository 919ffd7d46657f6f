import { asText, at, entries, items, type DataNode, type ParsedData } from "../../workspace/data-node";
import { parentOf } from "../../model/paths";
import { parseRequirements } from "../packaging/requirements";
import { normalizeSpecifier } from "../packaging/versions";
import { distributionOfConda } from "./conda-names";
import { groupOfFile } from "./groups";
import { writtenPath } from "./paths";
import { projectFiles, type Neighbours } from "./requirements-file";
import { manifestOf, type Declared, type ManifestFile, type ManifestProblem, type ProjectReference } from "./types";

/** conda's own tools: listed in environments, but no dependency of the application. */
const INSTALLERS = new Set(["pip", "conda", "mamba", "setuptools", "wheel"]);

/**
 * A conda environment with its pip part; null where the YAML is none.
 * Source: https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html
 */
export function readEnvironmentYml(path: string, data: ParsedData, neighbours: Neighbours): ManifestFile | null {
  const list = at(data.root, "dependencies");
  if (list?.kind !== "list") return null;
  const { group } = groupOfFile(path);
  const declared: Declared[] = [];
  let builds = 0;
  const includes: string[] = [];
  const projects: ProjectReference[] = [];
  const problems: ManifestProblem[] = data.problems.map(({ message, offset }) => ({
    code: "manifest-broken",
    message: `This is no valid YAML: ${message}`,
    offset,
  }));
  for (const item of items(list)) {
    const written = asText(item);
    if (written === undefined) {
      for (const { key, value } of entries(item)) {
        if (key === "pip") readPip(value, { path, group, declared, includes, projects, problems, neighbours });
      }
      continue;
    }
    const match = parseMatchSpec(written);
    if (match === null) continue;
    if (match.name === "python") continue;
    if (INSTALLERS.has(match.name)) continue;
    if (match.hasBuild) builds++;
    declared.push({
      name: distributionOfConda(match.name),
      specifier: match.specifier,
      extras: [],
      marker: null,
      url: null,
      group,
      optional: false,
      offset: item.span.start,
      direct: true,
      conda: true,
    });
  }
  return manifestOf(path, "environment.yml", {
    declared,
    includes,
    projects,
    problems,
    requiresPython: pythonRange(list),
    isFrozen: isExport(declared, builds),
  });
}

/** What `conda env export` writes: everything that is installed, each at its version, and mostly at its build as well. */
function isExport(declared: readonly Declared[], builds: number): boolean {
  const ofConda = declared.filter(({ conda }) => conda).length;
  return (
    declared.every(({ specifier }) => specifier.startsWith("==")) &&
    (declared.length > 40 || (builds >= 8 && builds === ofConda))
  );
}

/** `python=3.11` (any release of it), `python>=3.9,<3.12`: what conda installs, and nothing else. */
function pythonRange(list: DataNode): ManifestFile["requiresPython"] {
  for (const item of items(list)) {
    const text = asText(item) ?? "";
    const match = parseMatchSpec(text);
    if (match?.name !== "python" || match.specifier === "") continue;
    const written = text.slice(text.indexOf("python") + "python".length).trim();
    // The build after a second `=` is of one platform and says nothing of the version.
    return { specifier: match.specifier, written: written.replace(/^(=[^=]+)=.*/, "$1"), offset: item.span.start };
  }
  return null;
}

interface MatchSpec {
  readonly name: string;
  readonly specifier: string;
  /** `name=1.2=build`: what one machine had. */
  readonly hasBuild: boolean;
}

/** `channel::name=1.2=build`, `name>=1.2`, `name 1.2.*`, `name[version='>=1']` of conda as a name and a specifier. */
export function parseMatchSpec(text: string): MatchSpec | null {
  const bare = text.slice(text.lastIndexOf("::") >= 0 ? text.lastIndexOf("::") + 2 : 0).trim();
  const name = /^[\w.-]+/.exec(bare)?.[0];
  if (name === undefined) return null;
  let rest = bare.slice(name.length).trim();
  const bracket = /^\[.*?version\s*=\s*['"]([^'"]*)['"]/.exec(rest);
  if (bracket) rest = bracket[1] ?? "";
  if (/^==?\s*[\w.*+!]/.test(rest)) {
    const isExact = rest.startsWith("==");
    const [version = "", build] = rest.replace(/^==?\s*/, "").split("=");
    // `name=1.2` means any release of 1.2; `name=1.2.3=build` and `name==1.2.3` are exact.
    const isPrefix = !isExact && build === undefined && !version.endsWith("*");
    const clean = version.replace(/\.?\*$/, "");
    const specifier = isPrefix || version.endsWith("*") ? `==${clean}.*` : `==${version}`;
    return { name: name.toLowerCase(), specifier, hasBuild: build !== undefined };
  }
  const specifier = rest === "*" ? "" : normalizeSpecifier(rest.replaceAll("|", "||"));
  return { name: name.toLowerCase(), specifier, hasBuild: false };
}

/** The `pip:` list holds lines of a requirements file. */
function readPip(
  list: DataNode,
  into: {
    readonly path: string;
    readonly group: string;
    readonly declared: Declared[];
    readonly includes: string[];
    readonly projects: ProjectReference[];
    readonly problems: ManifestProblem[];
    readonly neighbours: Neighbours;
  },
): void {
  for (const item of items(list)) {
    const parsed = parseRequirements(asText(item) ?? "");
    for (const entry of parsed.entries) {
      into.declared.push({
        name: entry.name,
        specifier: entry.specifier,
        extras: entry.extras,
        marker: entry.marker,
        url: entry.url,
        group: into.group,
        optional: false,
        offset: item.span.start,
        direct: true,
        conda: false,
      });
    }
    for (const reference of parsed.references) {
      const target = writtenPath(parentOf(into.path), reference.path);
      const found =
        reference.kind === "project"
          ? projectFiles(target, into.neighbours)
          : target !== null && into.neighbours.has(target)
            ? [target]
            : [];
      if (reference.kind === "project" && target !== null && found.length > 0 && target !== parentOf(into.path)) {
        into.projects.push({ folder: target, extras: reference.extras, offset: item.span.start });
      } else into.includes.push(...found);
      if (found.length === 0 && !reference.path.includes("://")) {
        const message = `"${reference.path}" is included but does not exist`;
        into.problems.push({ code: "include-missing", message, offset: item.span.start });
      }
    }
    for (const problem of parsed.problems) {
      into.problems.push({ code: "requirement-unreadable", message: problem.message, offset: item.span.start });
    }
  }
}
