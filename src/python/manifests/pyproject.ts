import {
  asString,
  asStrings,
  asText,
  at,
  entries,
  items,
  type DataNode,
  type ParsedData,
} from "../../workspace/data-node";
import { joinPath, parentOf } from "../../model/paths";
import { poetryToPep440 } from "../packaging/constraints";
import { normalizeName } from "../packaging/names";
import { normalizeSpecifier } from "../packaging/versions";
import { classifierVersions } from "./classifiers";
import { addConstraintTable, addRequirement, addRequirements, collectedFrom, type Collected } from "./declared";
import { groupOfName } from "./groups";
import { writtenPath } from "./paths";
import type { Neighbours } from "./requirements-file";
import { manifestOf, type ManifestFile } from "./types";

/** Keys of a tool's table that say how a package is built or published, not how dependencies are managed. */
const BUILD_ONLY: Readonly<Record<string, ReadonlySet<string>>> = {
  pdm: new Set(["build", "version", "publish", "scripts"]),
  uv: new Set(["build-backend", "pip"]),
  hatch: new Set(["build", "version", "metadata", "publish"]),
};

/**
 * `pyproject.toml`: PEP 621 with dynamic fields, PEP 735 groups, and the tables of Poetry, PDM, uv, Hatch, Flit and
 * setuptools. Null where the file only configures other tools.
 */
export function readPyproject(path: string, data: ParsedData, neighbours: Neighbours): ManifestFile | null {
  const { root } = data;
  const project = at(root, "project");
  const tool = at(root, "tool");
  const groups = at(root, "dependency-groups");
  const tools = toolsOf(tool);
  const build = at(root, "build-system");
  if (data.problems.length === 0 && !project && !groups && !build && tools.length === 0) return null;
  const into = collectedFrom(data);
  const includes: string[] = [];
  readProject(into, project);
  readGroups(into, groups);
  readPoetry(into, at(tool, "poetry"), project);
  readOtherTools(into, tool);
  const files = dynamicFiles(tool);
  for (const include of files) {
    const target = writtenPath(parentOf(path), include);
    if (target !== null && neighbours.has(target)) includes.push(target);
  }
  const backend = asString(at(build, "build-backend")) ?? "setuptools";
  const isBeside = OTHER_LISTS.some(name => neighbours.has(joinPath(parentOf(path), name)));
  if (files.length === 0 && !backend.startsWith("setuptools") && !isBeside && !isListed(tool))
    reportComputed(into, at(project, "dynamic"));
  return manifestOf(path, "pyproject", {
    declared: into.declared,
    includes,
    requiresPython: requiresOf(root),
    pins: classifierVersions(at(project, "classifiers") ?? at(tool, "poetry", "classifiers")),
    projectName: nameOf(root),
    tools,
    buildBackend: asString(at(build, "build-backend")) ?? null,
    indexes: indexesOf(tool),
    workspaceMembers: asStrings(at(tool, "uv", "workspace", "members")),
    problems: into.problems,
  });
}

function toolsOf(tool: DataNode | undefined): ManifestFile["tools"] {
  return ["poetry", "pdm", "uv", "hatch", "flit", "setuptools", "rye", "pixi"].flatMap(name => {
    const entry = entries(tool).find(({ key }) => key === name);
    if (!entry) return [];
    const keys = entries(entry.value).map(({ key }) => key);
    const buildOnly = BUILD_ONLY[name];
    if (buildOnly && keys.every(key => buildOnly.has(key))) return [];
    return { name, offset: entry.keySpan.start };
  });
}

/** PEP 621. An extra may name the project itself (`all = ["shop[redis,docs]"]`), which adds no dependency. */
function readProject(into: Collected, project: DataNode | undefined): void {
  const own = normalizeName(asString(at(project, "name")) ?? "");
  addRequirements(into, at(project, "dependencies"), "main");
  for (const { key, value } of entries(at(project, "optional-dependencies"))) {
    addRequirements(into, value, groupOfName(key), true);
  }
  if (own === "") return;
  const others = into.declared.filter(({ name }) => name !== own);
  into.declared.splice(0, into.declared.length, ...others);
}

/** PEP 735: lists of requirements and `{ include-group = "name" }`, which adds the other group's list to this one. */
function readGroups(into: Collected, groups: DataNode | undefined): void {
  for (const { key, value } of entries(groups)) {
    for (const item of items(value)) {
      if (item.kind === "scalar") addRequirement(into, item, groupOfName(key));
      const included = item.kind === "map" ? asString(at(item, "include-group")) : undefined;
      const isKnown = entries(groups).some(group => normalizeName(group.key) === normalizeName(included ?? ""));
      if (included !== undefined && !isKnown) {
        const message = `The group "${included}" is included but not defined`;
        into.problems.push({ code: "group-missing", message, offset: item.span.start });
      }
    }
  }
}

function readPoetry(into: Collected, poetry: DataNode | undefined, project: DataNode | undefined): void {
  const known = new Set(into.declared.map(({ name, group }) => `${group} ${name}`));
  const own: Collected = { declared: [], problems: into.problems };
  addConstraintTable(own, at(poetry, "dependencies"), "main", { dialect: "poetry" });
  addConstraintTable(own, at(poetry, "dev-dependencies"), "dev", { dialect: "poetry" });
  for (const { key, value } of entries(at(poetry, "group"))) {
    addConstraintTable(own, at(value, "dependencies"), groupOfName(key), { dialect: "poetry" });
  }
  const extras = extraOfOptional(at(poetry, "extras"));
  for (const declared of own.declared) {
    // With `[project]`, Poetry's own table only adds where a dependency comes from.
    if (project && known.has(`${declared.group} ${declared.name}`)) continue;
    const extra = declared.optional ? extras.get(declared.name) : undefined;
    into.declared.push(extra === undefined ? declared : { ...declared, group: groupOfName(extra) });
  }
}

/** Which extra of `[tool.poetry.extras]` asks for an optional dependency. */
function extraOfOptional(extras: DataNode | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { key, value } of entries(extras)) {
    for (const name of asStrings(value)) {
      const normalized = normalizeName(name.split(/[[\s(<>=!~;]/, 1)[0] ?? "");
      if (!found.has(normalized)) found.set(normalized, key);
    }
  }
  return found;
}

/** Environments of Hatch (Hatch documentation, "Environment configuration"). */
export function readHatchEnvironments(into: Collected, envs: DataNode | undefined): void {
  for (const { key, value } of entries(envs)) {
    const group = key === "default" ? "dev" : groupOfName(key.replace(/^hatch-/, ""));
    addRequirements(into, at(value, "dependencies"), group);
    addRequirements(into, at(value, "extra-dependencies"), group);
  }
}

function readOtherTools(into: Collected, tool: DataNode | undefined): void {
  for (const { key, value } of entries(at(tool, "pdm", "dev-dependencies"))) {
    addRequirements(into, value, groupOfName(key));
  }
  addRequirements(into, at(tool, "uv", "dev-dependencies"), "dev");
  addRequirements(into, at(tool, "rye", "dev-dependencies"), "dev");
  readHatchEnvironments(into, at(tool, "hatch", "envs"));
  const flit = at(tool, "flit", "metadata");
  addRequirements(into, at(flit, "requires"), "main");
  for (const { key, value } of entries(at(flit, "requires-extra"))) {
    addRequirements(into, value, groupOfName(key), true);
  }
  addRequirements(into, at(flit, "dev-requires"), "dev");
}

/** Builders that hand on to setuptools read the first two, pbr and many a hook of Hatch the last. */
const OTHER_LISTS = ["setup.py", "setup.cfg", "requirements.txt"];

/** Whether a table of the builder's holds the list: Poetry's, be it empty, and those of hooks that only fill in versions. */
function isListed(tool: DataNode | undefined): boolean {
  const hooks = entries(at(tool, "hatch", "metadata", "hooks"));
  return at(tool, "poetry", "dependencies") !== undefined || hooks.some(({ value }) => at(value, "dependencies"));
}

/** `dynamic = ["dependencies"]` where neither the file nor one that is known to build it says what they are. */
function reportComputed(into: Collected, dynamic: DataNode | undefined): void {
  const named = items(dynamic).find(item => asString(item) === "dependencies");
  if (!named || into.declared.some(({ group }) => group === "main")) return;
  const message = "The list is computed when the project is built, so its dependencies could not be read";
  into.problems.push({ code: "dependencies-computed", message, offset: named.span.start });
}

/** Files that dynamic fields are read from: setuptools' `file`, and the requirements_txt hook of Hatch. */
function dynamicFiles(tool: DataNode | undefined): readonly string[] {
  const dynamic = at(tool, "setuptools", "dynamic");
  const nodes = [
    at(dynamic, "dependencies", "file"),
    ...entries(at(dynamic, "optional-dependencies")).map(({ value }) => at(value, "file")),
    at(tool, "hatch", "metadata", "hooks", "requirements_txt", "files"),
    at(tool, "hatch", "metadata", "hooks", "requirements_txt", "filename"),
  ];
  return nodes.flatMap(node => (node?.kind === "list" ? asStrings(node) : (asString(node) ?? [])));
}

function requiresOf(root: DataNode | null): ManifestFile["requiresPython"] {
  const standard = at(root, "project", "requires-python") ?? at(root, "tool", "flit", "metadata", "requires-python");
  const written = asText(standard);
  if (standard && written !== undefined && written.trim() !== "") {
    return { specifier: normalizeSpecifier(written), written: written.trim(), offset: standard.span.start };
  }
  const poetry = at(root, "tool", "poetry", "dependencies", "python");
  const constraint = asText(poetry) ?? asText(at(poetry, "version"));
  if (!poetry || constraint === undefined || constraint === "*") return null;
  return { specifier: poetryToPep440(constraint), written: constraint.trim(), offset: poetry.span.start };
}

function nameOf(root: DataNode | null): string | null {
  const name =
    asString(at(root, "project", "name")) ??
    asString(at(root, "tool", "poetry", "name")) ??
    asString(at(root, "tool", "flit", "metadata", "dist-name")) ??
    asString(at(root, "tool", "flit", "metadata", "module"));
  return name === undefined ? null : normalizeName(name);
}

function indexesOf(tool: DataNode | undefined): ManifestFile["indexes"] {
  const lists = [at(tool, "poetry", "source"), at(tool, "uv", "index"), at(tool, "pdm", "source")];
  const tables = lists.flatMap(list => items(list)).map(item => at(item, "url"));
  const plain = [at(tool, "uv", "index-url"), ...items(at(tool, "uv", "extra-index-url"))];
  return [...tables, ...plain].flatMap(node => {
    const url = asString(node);
    return node && url !== undefined ? [{ url, offset: node.span.start }] : [];
  });
}
