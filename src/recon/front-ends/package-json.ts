import type { NodeManager } from "../../model/recon";
import { asString, at, entries, entry, type DataNode } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import { parentOf } from "../../model/paths";

/** A script of package.json: its text, and where its name stands. */
export interface PackageScript {
  readonly text: string;
  readonly offset: number;
}

export interface PackageJson {
  readonly path: string;
  readonly folder: string;
  readonly root: DataNode;
  readonly scripts: ReadonlyMap<string, PackageScript>;
  /** Version ranges by name, of all kinds of dependencies. */
  readonly dependencies: ReadonlyMap<string, string>;
  /** What a browser or server needs, without what only builds. */
  readonly main: ReadonlySet<string>;
  readonly manager: NodeManager;
  readonly managerVersion: string | null;
  readonly lock: string | null;
}

const LOCKS: readonly (readonly [name: string, manager: NodeManager])[] = [
  ["package-lock.json", "npm"],
  ["npm-shrinkwrap.json", "npm"],
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
];

/** Reads a package.json; null where it is none. */
export function readPackageJson(workspace: Workspace, path: string): PackageJson | null {
  const { root } = workspace.data(path);
  if (root?.kind !== "map") return null;
  const folder = parentOf(path);
  const named = /^(npm|yarn|pnpm|bun)@(\d+(?:\.\d+){0,2})/.exec(asString(at(root, "packageManager")) ?? "");
  const own = locksIn(workspace, folder);
  const found = own.length > 0 ? own : workspaceLocks(workspace, folder);
  const lock = found.find(({ manager }) => manager === named?.[1]) ?? found[0];
  return {
    path,
    folder,
    root,
    scripts: new Map(
      entries(at(root, "scripts")).flatMap(({ key, keySpan, value }) => {
        const text = asString(value);
        return text === undefined ? [] : [[key, { text: expanded(root, text), offset: keySpan.start }] as const];
      }),
    ),
    dependencies: new Map(
      ["dependencies", "devDependencies", "optionalDependencies"].flatMap(group =>
        entries(entry(root, group)?.value).map(({ key, value }) => [key, asString(value) ?? ""] as const),
      ),
    ),
    main: new Set(entries(at(root, "dependencies")).map(({ key }) => key)),
    manager: (named?.[1] as NodeManager | undefined) ?? lock?.manager ?? "npm",
    managerVersion: named?.[2] ?? null,
    lock: lock?.path ?? null,
  };
}

/** A script with what npm and the others put into its environment: `$npm_package_config_dist` (npm: "scripts", package.json vars). */
function expanded(root: DataNode, text: string): string {
  return text.replace(
    /\$npm_package_(config_)?(\w+)|\$\{npm_package_(config_)?(\w+)\}/g,
    (whole: string, bare?: string, bareName = "", braced?: string, bracedName = "") => {
      const from = (bare ?? braced) === undefined ? root : at(root, "config");
      return asString(at(from, bareName + bracedName)) ?? whole;
    },
  );
}

interface Lock {
  readonly path: string;
  readonly manager: NodeManager;
}

function locksIn(workspace: Workspace, folder: string): readonly Lock[] {
  return LOCKS.map(([name, manager]) => ({ path: inFolder(folder, name), manager })).filter(({ path }) =>
    workspace.has(path),
  );
}

/** Members of a workspace of packages are locked in the folder that lists them. */
function workspaceLocks(workspace: Workspace, folder: string): readonly Lock[] {
  for (let above = folder; above !== "";) {
    above = parentOf(above);
    const lists =
      workspace.has(inFolder(above, "pnpm-workspace.yaml")) ||
      at(workspace.data(inFolder(above, "package.json")).root, "workspaces") !== undefined;
    if (lists) return locksIn(workspace, above);
  }
  return [];
}

export function inFolder(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
