import ignore from "ignore";
import type { Evidence } from "../../model/evidence";
import type { FrontEnd } from "../../model/recon";
import type { PythonProject } from "../../python/project";
import type { Workspace } from "../../workspace/workspace";
import { defineDetector } from "../define-detector";
import { conventionalUser, onceEach, usersOf } from "../front-ends/output-users";
import { inFolder, readPackageJson, type PackageJson } from "../front-ends/package-json";
import { nodeVersion } from "../front-ends/node-version";
import { delegatesTo } from "../front-ends/script-commands";
import { scriptOutputs, type ScriptOutputs } from "../front-ends/script-outputs";
import { namedPaths, type NamedPath } from "../front-ends/served-paths";
import { holdsPython } from "../python-paths";

/** Folders whose packages build something else than the application. */
const SIDE =
  /(?:^|\/)(?:docs?|documentation|website|examples?|samples?|demos?|tests?|e2e|cypress|storybook|emails?|node_modules|bower_components|vendors?|third_party|benchmarks?|fixtures?|\.[^/]+)(?:\/|$)|\{\{/i;

/** Where libraries of others are copied among the files that are handed out, with the package.json that they came with. */
const COPIED = /(?:^|\/)(?:static|staticfiles|public|assets|media)\/(?:.+\/)?(?:libs?|plugins)\/[^/]/i;

/** Scripts that make what is shipped, best first: one that says production, then the usual name, then parts. */
const BUILDS: readonly RegExp[] = [
  /^build[:_-]prod(?:uction)?$/,
  /^build$/,
  /^(?:prod(?:uction)?|dist|bundle|compile|generate|assets)$/,
  /^(?:webpack|vite|rollup|parcel|esbuild)[:_-](?:prod(?:uction)?|build)$/,
  /^(?:build|compile)[:_-](?:css|tailwind|styles?|assets|js|scss|sass)$/,
  /^(?:css|tailwind|sass|scss|styles?)(?:[:_-](?:build|prod(?:uction)?|compile|minify))?$/,
  /^webpack$/,
];

/** Packages of Node whose build the Python application hands out, and applications of their own beside it. */
export const detector = defineDetector({
  id: "front-ends",
  title: "Front ends",
  reads: {
    files: [
      "package.json",
      "angular.json",
      "*.config.js",
      "*.config.*js",
      "*.config.ts",
      "*.config.*ts",
      "webpack*.js",
      "webpack*.ts",
      "esbuild*",
      "build.*js",
      "build.js",
      ".nvmrc",
      ".node-version",
      ".tool-versions",
      ".gitignore",
    ],
  },
  detect({ workspace, project, files }) {
    const packages = files
      .filter(path => path === "package.json" || path.endsWith("/package.json"))
      .filter(path => !SIDE.test(path))
      .flatMap(path => readPackageJson(workspace, path) ?? []);
    if (packages.length === 0) return [];
    let paths: readonly NamedPath[] | undefined;
    const named = (): readonly NamedPath[] => (paths ??= namedPaths(project));
    const folders = new Set(packages.map(({ folder }) => folder));
    const found = packages.flatMap(json => {
      const one = frontEnd(workspace, project, json, named, folders);
      return one && !isCopy(one) ? [one] : [];
    });
    const served = found.filter(({ role }) => role === "served");
    // A library that one lock keeps together with what is served is a part of that.
    const isPart = (one: FrontEnd): boolean =>
      one.role !== "served" && one.lock !== null && served.some(({ lock }) => lock === one.lock);
    return found.filter(one => !isPart(one)).flatMap(one => evidenceFor(one));
  },
});

/** A package among static files that has no lock of its own and builds for no folder but its own. */
function isCopy({ path, lock, outputs }: FrontEnd): boolean {
  if (!COPIED.test(`${path}/`) || (lock !== null && lock.startsWith(`${path}/`))) return false;
  return outputs.every(output => output.startsWith(`${path}/`));
}

function evidenceFor(found: FrontEnd): readonly Evidence[] {
  const isBuilt = found.role === "served" && found.command.length > 0;
  const place = { ...found.place, confidence: "low" as const };
  return [
    { claim: "front-end", ...found },
    ...(isBuilt ? [{ claim: "static" as const, command: found.command, folder: found.outputs[0] ?? null, place }] : []),
  ];
}

function frontEnd(
  workspace: Workspace,
  project: PythonProject,
  json: PackageJson,
  named: () => readonly NamedPath[],
  folders: ReadonlySet<string>,
): FrontEnd | null {
  const chosen = chooseScript(workspace, project, json, named, folders);
  if (!chosen) return servedModules(workspace, project, json, named);
  const { script, outputs, made, users } = chosen;
  const paths = made.length > 0 ? made : outputs.paths;
  // What a folder writes outside of itself is written for what lies there.
  const isWrittenOut =
    json.folder !== "" && outputs.paths.some(path => !path.startsWith(`${json.folder}/`)) && made.length === 0;
  const isServed = users.length > 0 || isWrittenOut;
  const isOwnFolder = json.folder !== "" && !holdsPython(project, json.folder);
  if (!isServed && !outputs.isServer && outputs.tool === null) return null;
  if (!isServed && !outputs.isServer && (isOwnFolder || outputs.paths.length > 0)) return null;
  const role = isCommitted(workspace, json, paths)
    ? "committed"
    : isServed
      ? "served"
      : outputs.isServer && isOwnFolder
        ? "separate"
        : "unclear";
  return {
    path: json.folder,
    role,
    manager: json.manager,
    managerVersion: json.managerVersion,
    lock: json.lock,
    command: [json.manager, "run", script],
    tool: outputs.tool,
    outputs: paths,
    node: nodeVersion(workspace, json),
    servedBy: users,
    place: workspace.place(json.path, json.scripts.get(script)?.offset ?? 0),
  };
}

interface Chosen {
  readonly script: string;
  readonly outputs: ScriptOutputs;
  /** Outputs that Python hands out, with its own word on where they are where the script's is none. */
  readonly made: readonly string[];
  readonly users: FrontEnd["servedBy"];
}

/** The script with a served output, by the order of names; else the first that builds anything. */
function chooseScript(
  workspace: Workspace,
  project: PythonProject,
  json: PackageJson,
  named: () => readonly NamedPath[],
  folders: ReadonlySet<string>,
): Chosen | null {
  const names = BUILDS.flatMap(pattern => [...json.scripts.keys()].filter(name => pattern.test(name)));
  let first: Chosen | null = null;
  for (const script of names) {
    // `cd ui && npm run build` is said better by the package that is built there.
    if (delegatesTo(json, script).some(folder => folders.has(inFolder(json.folder, folder)))) continue;
    const outputs = scriptOutputs(workspace, json, script);
    if (outputs.isSide || outputs.isEndless) continue;
    const chosen = { script, outputs, ...servedOutputs(workspace, project, json, named(), outputs) };
    if (chosen.users.length > 0) return chosen;
    first ??= chosen;
  }
  return first;
}

function servedOutputs(
  workspace: Workspace,
  project: PythonProject,
  json: PackageJson,
  named: readonly NamedPath[],
  outputs: ScriptOutputs,
): Pick<Chosen, "made" | "users"> {
  const said = outputs.paths.map(path => ({ path, users: usersOf(project, named, path) }));
  const direct = said.filter(({ users }) => users.length > 0);
  if (direct.length > 0)
    return { made: said.map(({ path }) => path), users: onceEach(direct.flatMap(({ users }) => users)) };
  const byConvention = said.flatMap(({ path }) => conventionalUser(workspace, project, path) ?? []);
  if (byConvention.length > 0) return { made: outputs.paths, users: onceEach(byConvention) };
  // Where nothing says what the build writes, a folder that Python hands out and that is not there has to be made by it.
  const isOpen = outputs.paths.length === 0 || outputs.isUsual;
  const missing = isOpen
    ? named.flatMap(({ file, offset, candidates, isServing }) =>
        isServing
          ? candidates
              .filter(path => isMade(workspace, json, path))
              .map(path => ({ path, place: project.place(file, offset, "medium") }))
          : [],
      )
    : [];
  const shortest = [...new Set(missing.map(({ path }) => path))].sort((left, right) => left.length - right.length);
  const made = shortest.filter(path => !shortest.some(other => path.startsWith(`${other}/`)));
  return {
    made,
    users: onceEach(
      missing
        .filter(({ path }) => made.some(one => path === one || path.startsWith(`${one}/`)))
        .map(({ place }) => place),
    ),
  };
}

/** A folder beside the package's sources that is not in the repository, with a name that builds use. */
function isMade(workspace: Workspace, json: PackageJson, path: string): boolean {
  if (workspace.hasFolder(path) || workspace.has(path)) return false;
  const isInside = json.folder === "" || path.startsWith(`${json.folder}/`);
  return (
    isInside &&
    /(?:^|\/)(?:dist|build|out|output|public|bundles?|webpack_bundles|assets|compiled|generated)(?:\/|$)/.test(path)
  );
}

/** Without a build, the packages themselves may be handed out: `static/node_modules`, or a setting that names the folder. */
function servedModules(
  workspace: Workspace,
  project: PythonProject,
  json: PackageJson,
  named: () => readonly NamedPath[],
): FrontEnd | null {
  if (json.main.size === 0) return null;
  const output = inFolder(json.folder, "node_modules");
  const users = usersOf(project, named(), output);
  const convention = users.length > 0 ? null : conventionalUser(workspace, project, output);
  const all = convention ? [convention] : users;
  if (all.length === 0) return null;
  const offset = (workspace.text(json.path) ?? "").indexOf('"dependencies"');
  return {
    path: json.folder,
    role: "served",
    manager: json.manager,
    managerVersion: json.managerVersion,
    lock: json.lock,
    command: [],
    tool: null,
    outputs: [output],
    node: nodeVersion(workspace, json),
    servedBy: all,
    place: workspace.place(json.path, Math.max(offset, 0)),
  };
}

/** Marks of a build among committed files: names with hashes, maps, manifests, minified files. */
const BUILT =
  /(?:[-.][0-9A-Za-z_]{8,}\.(?:js|css)|\.(?:min|bundle|chunk)\.(?:js|css)|\.(?:js|css)\.map|(?:^|\/)(?:asset-)?manifest\.json|webpack-stats\.json)$/;

/** Whether what the build makes lies in the repository; what git ignores is only on this machine. */
function isCommitted(workspace: Workspace, json: PackageJson, outputs: readonly string[]): boolean {
  const rules = [...new Set([json.folder, ""])].map(folder => ({
    folder,
    rules: ignore().add(workspace.text(inFolder(folder, ".gitignore")) ?? ""),
  }));
  const isTracked = (path: string): boolean =>
    !rules.some(({ folder, rules: own }) => {
      const inner = folder === "" ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
      return inner !== null && own.ignores(inner);
    });
  return (
    outputs.length > 0 &&
    outputs.every(output => {
      if (workspace.has(output)) return isTracked(output);
      return workspace.files.some(({ path }) => path.startsWith(`${output}/`) && BUILT.test(path) && isTracked(path));
    })
  );
}
