import { asBoolean, asString, asStrings, at, entries, items, type DataNode } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";

export interface PyprojectFacts {
  readonly path: string;
  readonly name: string | null;
  readonly version: string | null;
  readonly description: string | null;
  readonly license: string | null;
  /** The repository's address in `[project.urls]`. */
  readonly source: string | null;
  /** Files that building the project reads: readme and licence files. */
  readonly namedFiles: readonly string[];
  readonly hasProject: boolean;
  /** `[project.dependencies]` stands in the file, so an install can read it without the source. */
  readonly hasStaticDependencies: boolean;
  readonly backend: string | null;
  readonly scripts: readonly string[];
  /** What other programs find by its metadata once it is installed. */
  readonly hasPlugins: boolean;
  /** Names of `[project.optional-dependencies]`. */
  readonly extras: readonly string[];
  /** Names of `[dependency-groups]` (PEP 735). */
  readonly groups: readonly string[];
  readonly poetry: {
    readonly groups: readonly { readonly name: string; readonly isOptional: boolean }[];
    readonly isPackage: boolean;
    readonly packages: readonly string[];
    readonly isUsed: boolean;
  };
  readonly uv: {
    readonly isPackage: boolean;
    readonly requiredVersion: string | null;
    readonly members: readonly string[];
    /** Folders that `[tool.uv.sources]` or Poetry take dependencies from, relative to the file. */
    readonly paths: readonly string[];
    /** Names of the distributions that come from those folders, with the folder. */
    readonly sources: readonly { readonly name: string; readonly path: string }[];
    /** Names whose source is another member of the workspace. */
    readonly workspaceSources: readonly string[];
  };
  readonly pdm: { readonly groups: readonly string[]; readonly isPackage: boolean };
  readonly hatch: {
    readonly groups: readonly (readonly string[])[];
    /** Folders that its wheel packs; empty where nothing names any, and where other options or hooks add files. */
    readonly packages: readonly string[];
  };
  /** `[tool.setuptools]` or the backend's own table says what the packages are. */
  readonly declaresPackages: boolean;
  /** Package indexes other than the public one that the tools' tables name. */
  readonly indexes: readonly string[];
}

export function readPyproject(workspace: Workspace, path: string): PyprojectFacts | null {
  const root = workspace.text(path) === null ? null : workspace.data(path).root;
  if (!root) return null;
  const project = at(root, "project");
  const poetry = at(root, "tool", "poetry");
  const uv = at(root, "tool", "uv");
  // Poetry reads the standard table first as well, since its second version.
  const told = (key: string): string | null => asString(at(project, key)) ?? asString(at(poetry, key)) ?? null;
  const backend =
    asString(at(root, "build-system", "build-backend")) ?? (at(root, "build-system") ? "setuptools.build_meta" : null);
  return {
    path,
    name: told("name"),
    version: told("version"),
    description: told("description"),
    license:
      asString(at(project, "license")) ??
      asString(at(project, "license", "text")) ??
      asString(at(poetry, "license")) ??
      null,
    source: sourceUrl(at(project, "urls")) ?? asString(at(poetry, "repository")) ?? null,
    namedFiles: namedFiles(project, poetry),
    hasProject: project !== undefined,
    hasStaticDependencies: at(project, "dependencies") !== undefined,
    backend,
    scripts: [...keys(at(project, "scripts")), ...keys(at(poetry, "scripts"))],
    hasPlugins: ["entry-points", "gui-scripts"].some(table => at(project, table) !== undefined),
    extras: [...keys(at(project, "optional-dependencies")), ...keys(at(poetry, "extras"))],
    groups: keys(at(root, "dependency-groups")),
    poetry: {
      groups: poetryGroups(poetry),
      isPackage: at(poetry, "package-mode")?.kind !== "scalar" || asBoolean(at(poetry, "package-mode")) !== false,
      packages: items(at(poetry, "packages")).flatMap(item => asString(at(item, "include")) ?? []),
      isUsed: poetry !== undefined,
    },
    uv: {
      isPackage: asBoolean(at(uv, "package")) ?? backend !== null,
      requiredVersion: asString(at(uv, "required-version")) ?? null,
      members: asStrings(at(uv, "workspace", "members")),
      paths: localPaths(root),
      sources: entries(at(uv, "sources")).flatMap(({ key, value }) => {
        const path = asString(at(value, "path"));
        return path === undefined ? [] : [{ name: key, path }];
      }),
      workspaceSources: entries(at(uv, "sources")).flatMap(({ key, value }) =>
        asBoolean(at(value, "workspace")) === true ? [key] : [],
      ),
    },
    pdm: {
      groups: keys(at(root, "tool", "pdm", "dev-dependencies")),
      isPackage: asBoolean(at(root, "tool", "pdm", "distribution")) ?? backend !== null,
    },
    hatch: {
      groups: hatchGroups(at(root, "tool", "hatch", "envs")),
      packages: hatchPackages(at(root, "tool", "hatch", "build")),
    },
    declaresPackages:
      at(root, "tool", "setuptools", "packages") !== undefined ||
      at(root, "tool", "setuptools", "py-modules") !== undefined ||
      at(root, "tool", "setuptools", "package-dir") !== undefined ||
      at(root, "tool", "flit", "module") !== undefined ||
      at(root, "tool", "hatch", "build") !== undefined ||
      at(root, "tool", "uv", "build-backend") !== undefined,
    indexes: [
      ...items(at(uv, "index")).flatMap(item => asString(at(item, "url")) ?? []),
      ...[asString(at(uv, "index-url")), asString(at(uv, "extra-index-url"))].flatMap(url => url ?? []),
      ...items(at(poetry, "source")).flatMap(item => asString(at(item, "url")) ?? []),
      ...items(at(root, "tool", "pdm", "source")).flatMap(item => asString(at(item, "url")) ?? []),
    ],
  };
}

function keys(node: DataNode | undefined): readonly string[] {
  return entries(node).map(({ key }) => key);
}

function sourceUrl(urls: DataNode | undefined): string | undefined {
  const wanted = ["source", "source code", "repository", "github", "code", "homepage"];
  for (const name of wanted) {
    const found = entries(urls).find(({ key }) => key.toLowerCase().replace(/[-_]/g, " ") === name);
    const url = asString(found?.value);
    if (url) return url;
  }
  return undefined;
}

/** PEP 621: `readme` is a path or a table with `file`; licence files are listed or stand in `license.file`. */
function namedFiles(project: DataNode | undefined, poetry: DataNode | undefined): readonly string[] {
  const found = [
    asString(at(project, "readme")),
    asString(at(project, "readme", "file")),
    asString(at(project, "license", "file")),
    ...asStrings(at(project, "license-files")),
    asString(at(poetry, "readme")),
    ...asStrings(at(poetry, "readme")),
  ];
  return [...new Set(found.flatMap(name => (name ? [name] : [])))];
}

function poetryGroups(poetry: DataNode | undefined): PyprojectFacts["poetry"]["groups"] {
  const groups = entries(at(poetry, "group")).map(({ key, value }) => ({
    name: key,
    isOptional: asBoolean(at(value, "optional")) === true,
  }));
  return at(poetry, "dev-dependencies") ? [...groups, { name: "dev", isOptional: false }] : groups;
}

/** Dependencies of Hatch's environments that are for tests or development. */
function hatchGroups(envs: DataNode | undefined): readonly (readonly string[])[] {
  return entries(envs).flatMap(({ key, value }) => {
    if (!/^(?:default|dev|test|tests|hatch-test)$/.test(key)) return [];
    const names = [...asStrings(at(value, "dependencies")), ...asStrings(at(value, "extra-dependencies"))];
    return names.length > 0 ? [names] : [];
  });
}

/** Hatch documentation, Build configuration: file selection, forced inclusion, artifacts and build hooks. */
function hatchPackages(build: DataNode | undefined): readonly string[] {
  const wheel = at(build, "targets", "wheel");
  const adding = ["include", "only-include", "force-include", "artifacts", "hooks"];
  const addsMore = [build, wheel].some(table => adding.some(option => at(table, option) !== undefined));
  return addsMore ? [] : asStrings(at(wheel, "packages"));
}

/** `{ path = "../lib" }` wherever the tools allow it: uv sources, Poetry dependencies and groups. */
function localPaths(root: DataNode): readonly string[] {
  const tables = [
    at(root, "tool", "uv", "sources"),
    at(root, "tool", "poetry", "dependencies"),
    at(root, "tool", "poetry", "dev-dependencies"),
    ...entries(at(root, "tool", "poetry", "group")).map(({ value }) => at(value, "dependencies")),
  ];
  const found = tables.flatMap(table => entries(table).flatMap(({ value }) => asString(at(value, "path")) ?? []));
  const urls = [...asStrings(at(root, "project", "dependencies"))].flatMap(
    requirement => requirement.match(/@\s*file:(?:\/\/\/)?(?:\$\{PROJECT_ROOT\}\/)?(\.{0,2}[^\s;#]+)/)?.[1] ?? [],
  );
  return [...new Set([...found, ...urls])];
}
