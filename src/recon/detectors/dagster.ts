import type { Evidence } from "../../model/evidence";
import type { Place } from "../../model/place";
import { asText, at, items, type DataNode } from "../../workspace/data-node";
import { isInside, nameOf, parentOf } from "../../model/paths";
import { exposuresOf, isPlainObject } from "../applications/exposures";
import { isOwnCode } from "../integrations/own-code";
import { defineDetector, type DetectContext } from "../define-detector";
import { workingDirectoryOf } from "../targets/working-directory";
import { isSideFolder } from "../unit-manifests";

const PORT = 3000;

/** Code that Dagster loads, as its programs are told: `-m shop.definitions` or `-f definitions.py`. */
interface Location {
  readonly options: readonly string[];
  readonly target: string;
  readonly folder: string;
  readonly place: Place;
  /** Other processes hold all the code that it names. */
  readonly isServed?: boolean;
}

/** Dagster's definitions: the web server and the daemon that runs schedules and sensors (Dagster documentation, Deployment). */
export const detector = defineDetector({
  id: "dagster",
  title: "Dagster definitions",
  reads: {
    calls: ["dagster.Definitions"],
    modules: ["dagster"],
    files: ["workspace.yaml", "dagster_cloud.yaml", "pyproject.toml"],
  },
  detect(context) {
    const { project } = context;
    const calls = context.calls.filter(({ file }) => isOwnCode(file));
    const uses = project.thirdParty.get("dagster") ?? [];
    const user = context.python.find(file => isOwnCode(file) && uses.some(({ path }) => path === file.path));
    const declared = user ? declaredIn(context) : [];
    const inCode = (): readonly Location[] =>
      calls.flatMap(({ file, call }) => locationOf(context, file, call)).slice(0, 1);
    const found = declared.length > 0 ? declared : inCode();
    const [first] = found;
    const [made] = calls;
    const out: Evidence[] = [];
    if (made) out.push({ claim: "framework", name: "dagster", place: project.place(made.file, made.call.offset) });
    else if (first) out.push({ claim: "framework", name: "dagster", place: first.place });
    const folders = [...new Set(found.map(({ folder }) => folder))];
    return [
      ...out,
      ...folders.flatMap(folder => programsOf(withoutRivals(found.filter(one => one.folder === folder)))),
    ];
  },
});

/** What the highest file for several locations names, unless a project above it names its own, else every project for itself. */
function declaredIn(context: DetectContext): readonly Location[] {
  const told = context.files
    .map(path => ({ path, folder: parentOf(path), locations: locationsIn(context, path) }))
    .filter(({ locations }) => locations.length > 0);
  const own = told.filter(({ path }) => !isSideFolder(path));
  const all = own.length > 0 ? own : told;
  const [highest] = all
    .filter(({ path }) => !path.endsWith(".toml"))
    .map(({ folder }) => folder)
    .sort((left, right) => left.split("/").length - right.split("/").length || left.length - right.length);
  const above = all.find(({ folder }) => highest !== undefined && folder !== highest && isInside(folder, highest));
  return all
    .filter(({ folder }) => highest === undefined || folder === (above?.folder ?? highest))
    .flatMap(({ locations }) => locations);
}

/** Dagster takes a workspace file or locations, not both: a file that only leads to other servers gives way to code. */
function withoutRivals(locations: readonly Location[]): readonly Location[] {
  const file = locations.find(({ options }) => options[0] === "-w");
  if (!file) return locations;
  const others = locations.filter(one => one !== file);
  return file.isServed && others.length > 0 ? others : [file];
}

/** The web server and the daemon for the code of one folder. */
function programsOf(locations: readonly Location[]): readonly Evidence[] {
  const [first] = locations;
  if (!first) return [];
  // Two files may declare the same code.
  const options = [...new Map(locations.map(({ target, options }) => [target, options])).values()].flat();
  const listen = ["--host", "0.0.0.0", "--port", String(PORT)];
  const base = {
    claim: "entry-point" as const,
    target: first.target,
    source: "code" as const,
    workingDirectory: first.folder,
    place: first.place,
  };
  const daemon = ["dagster-daemon", "run", ...options];
  return [
    {
      ...base,
      kind: "server",
      name: "web",
      port: PORT,
      command: ["dagster-webserver", ...options, ...listen],
      devCommand: ["dagster", "dev", ...options, ...listen],
    },
    { ...base, kind: "beat", name: "daemon", port: null, command: daemon, devCommand: daemon },
  ];
}

function locationOf(
  context: DetectContext,
  file: DetectContext["calls"][number]["file"],
  call: DetectContext["calls"][number]["call"],
): readonly Location[] {
  const exposure = exposuresOf(context.project, file, call).find(isPlainObject);
  if (!exposure) return [];
  const target = exposure.file.module;
  return [
    {
      options: ["-m", target],
      target,
      folder: workingDirectoryOf(context.workspace, exposure.file),
      place: context.project.place(exposure.file, exposure.offset),
    },
  ];
}

/** A location with a folder of its own, or one that another process serves: no option of the programs says so. */
function isOnlyForFile(location: DataNode): boolean {
  const isThere = (...keys: readonly string[]): boolean => at(location, ...keys) !== undefined;
  const inFolder = (kind: string): boolean => isThere(kind, "working_directory");
  return isThere("grpc_server") || inFolder("python_module") || inFolder("python_file") || inFolder("python_package");
}

function inDefinitions({ target, ...one }: Location): Location {
  return { ...one, target: `${target}.definitions`, options: ["-m", `${target}.definitions`] };
}

/** Code locations of `workspace.yaml`, `dagster_cloud.yaml`, `[tool.dagster]` and `[tool.dg]` (Dagster documentation, "Code locations", "dg CLI configuration"). */
function locationsIn({ workspace, project }: DetectContext, path: string): readonly Location[] {
  const { root } = workspace.data(path);
  const location = (node: DataNode | undefined, option: "-m" | "-f"): readonly Location[] => {
    const target = asText(node);
    if (!node || target === undefined || target === "") return [];
    return [
      { options: [option, target], target, folder: parentOf(path), place: workspace.place(path, node.span.start) },
    ];
  };
  const either = (module: DataNode | undefined, file: DataNode | undefined): readonly Location[] => {
    const found = location(module, "-m");
    return found.length > 0 ? found : location(file, "-f");
  };
  if (path.endsWith(".toml")) {
    // A project of `dg` keeps its definitions in a module of that name, unless it says otherwise or has them found.
    const isThere = ({ target }: Location): boolean => project.named(target) !== undefined;
    const dg = at(root, "tool", "dg", "project");
    const named = location(at(root, "tool", "dagster", "module_name") ?? at(dg, "code_location_target_module"), "-m");
    return named.length > 0 ? named : location(at(dg, "root_module"), "-m").map(inDefinitions).filter(isThere);
  }
  const asItStands = items(at(root, "load_from")).find(isOnlyForFile);
  if (asItStands) {
    const name = nameOf(path);
    const place = workspace.place(path, asItStands.span.start);
    const isServed = items(at(root, "load_from")).every(each => at(each, "grpc_server") !== undefined);
    return [{ options: ["-w", name], target: name, folder: parentOf(path), place, isServed }];
  }
  return [
    ...items(at(root, "load_from")).flatMap(each => {
      const module = at(each, "python_module");
      const file = at(each, "python_file");
      return either(at(module, "module_name") ?? module, at(file, "relative_path") ?? file);
    }),
    ...items(at(root, "locations")).flatMap(each => {
      const source = at(each, "code_source");
      return either(at(source, "module_name") ?? at(source, "package_name"), at(source, "python_file"));
    }),
  ];
}
