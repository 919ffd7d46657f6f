import type { FrontEnd, Recon } from "../../model/recon";
import { LEGACY_OPENSSL } from "../../recon/knowledge/node-tools";
import { asString, asStrings, at, entries } from "../../workspace/data-node";
import type { Place } from "../../model/place";
import { globTest, type PathTest } from "../../workspace/glob";
import type { Workspace } from "../../workspace/workspace";
import { isInside, joinPath, nameOf, parentOf, relativeTo } from "../../model/paths";

/** What the build of a front end needs at hand beside what recon tells of it. Paths are relative to the analysed folder. */
export interface NodePackage {
  /** Folder that the install runs in: the one with the lock, which may lie above. */
  readonly installFolder: string;
  /** What the install reads: manifests, the lock, settings of the package manager, patches. */
  readonly manifests: readonly string[];
  /** A script that runs with the install reads the sources. */
  readonly installsFromSource: boolean;
  /** A file of the package that names something outside of its folder; null where none does. */
  readonly reachesOut: string | null;
  /** `lockfileVersion` of pnpm, `1` for yarn's first format; null where it says nothing. */
  readonly lockFormat: string | null;
  /** Files of variables that go into the bundle, so that everyone may read them. */
  readonly publicFiles: readonly string[];
  /** Variables that the settings of the package manager take a login from. */
  readonly variables: readonly { readonly name: string; readonly place: Place }[];
  readonly usesHusky: boolean;
  /** Its bundler hashes with what OpenSSL 3 no longer offers by itself. */
  readonly needsLegacyHashes: boolean;
  /** Neither Python nor what is handed out as it is lies in its folder: nothing of it is wanted at run time but what it builds. */
  readonly isAlone: boolean;
  /** Folders of sources that only the front end has, for watching them. */
  readonly sources: readonly string[];
}

/** Names that belong to an install whichever manager runs it. */
const SETTINGS = [
  ".npmrc",
  ".yarnrc",
  ".yarnrc.yml",
  "pnpm-workspace.yaml",
  "bunfig.toml",
  "lerna.json",
  ".pnpmfile.cjs",
];
const FOLDERS = [".yarn/releases", ".yarn/plugins", ".yarn/patches", "patches"];
/** Prefixes of variables that bundlers put into what a browser is given. */
const PUBLIC =
  /^(?:VITE|REACT_APP|VUE_APP|NEXT_PUBLIC|NUXT_PUBLIC|PUBLIC|GATSBY|SVELTE_PUBLIC)_|^(?:NODE_ENV|GENERATE_SOURCEMAP|PORT|HOST|BROWSER)$/;
/** Scripts that run with every install and read nothing of the application. */
const HARMLESS =
  /^(?:(?:npx |cd \S+ && )*(?:husky|is-ci|only-allow|lefthook|simple-git-hooks|ngcc|patch-package|playwright|svelte-kit sync|nuxt prepare|nuxi prepare|echo|exit|true)\b[^&;]*(?:\|\|[^&;]*|&&|;|$)\s*)+$/;

export async function loadNodePackages(workspace: Workspace, recons: readonly Recon[]): Promise<void> {
  const wanted = recons
    .flatMap(({ frontEnds }) => frontEnds)
    .flatMap(({ path, lock }) => {
      const folder = lock === null ? path : parentOf(lock);
      return workspace.files
        .map(file => file.path)
        .filter(
          file =>
            (parentOf(file) === path ||
              parentOf(file) === folder ||
              isStyle(path, file) ||
              nameOf(file) === "package.json") &&
            (workspace.entry(file)?.bytes ?? 0) < 2_000_000,
        )
        .filter(file => /\.(?:json|[cm]?[jt]s|css|scss|ya?ml|lock)$|\.npmrc$|\.env[\w.]*$|\.yarnrc/.test(file));
    });
  await workspace.load([...new Set(wanted)]);
}

function isStyle(folder: string, file: string): boolean {
  return isInside(folder, file) && /\.css$/.test(file) && relativeTo(folder, file).split("/").length < 5;
}

export function readNodePackages(workspace: Workspace, recon: Recon): ReadonlyMap<string, NodePackage> {
  return new Map(recon.frontEnds.map(frontEnd => [frontEnd.path, readNodePackage(workspace, frontEnd)]));
}

function readNodePackage(workspace: Workspace, frontEnd: FrontEnd): NodePackage {
  const { path, lock, node } = frontEnd;
  const installFolder = lock === null ? path : parentOf(lock);
  const all = workspace.files.map(file => file.path);
  const { root } = workspace.data(joinPath(path, "package.json"));
  const range = (name: string): string =>
    asString(at(root, "dependencies", name)) ?? asString(at(root, "devDependencies", name)) ?? "";
  const members = [...new Set([path, ...memberFolders(workspace, all, installFolder)])];
  const manifests = [
    ...[...new Set([installFolder, ...members])].map(folder => joinPath(folder, "package.json")),
    ...(lock === null ? [] : [lock]),
    ...SETTINGS.map(name => joinPath(installFolder, name)),
  ];
  const folders = FOLDERS.map(name => joinPath(installFolder, name));
  const scripts = entries(at(root, "scripts"));
  const hooks = scripts.filter(({ key }) =>
    /^(?:preinstall|install|postinstall|prepare|preprepare|postprepare)$/.test(key),
  );
  const isOld = Object.entries(LEGACY_OPENSSL).some(([name, since]) => {
    const major = Number(/\d+/.exec(range(name))?.[0] ?? since);
    return major < since;
  });
  const isTold = scripts.some(({ value }) => (asString(value) ?? "").includes("openssl-legacy-provider"));
  return {
    installFolder,
    variables: [".npmrc", ".yarnrc.yml"].flatMap(name => {
      const settings = joinPath(installFolder, name);
      const logins = (workspace.text(settings) ?? "").matchAll(
        /^.*(?:_auth|_password|[Tt]oken|[Aa]uth).*\$\{(\w+)[^}]*\}/gm,
      );
      return [...logins].map(({ 1: variable = "", index }) => ({
        name: variable,
        place: workspace.place(settings, index),
      }));
    }),
    manifests: [
      ...manifests.filter(file => all.includes(file)),
      ...folders.filter(folder => workspace.hasFolder(folder)),
    ],
    installsFromSource: hooks.some(({ value }) => !HARMLESS.test(asString(value)?.trim() ?? "")),
    reachesOut: path === "" ? null : reachesOut(workspace, frontEnd, all),
    lockFormat: lock === null ? null : lockFormat(workspace.text(lock) ?? ""),
    publicFiles: all.filter(
      file =>
        parentOf(file) === path && /^\.env(?:\.production)?$/.test(nameOf(file)) && isPublic(workspace.text(file)),
    ),
    usesHusky: range("husky") !== "",
    needsLegacyHashes: isOld && !isTold && Number(node?.major ?? "24") >= 17,
    isAlone:
      path !== "" && nameOf(path) !== "static" && !all.some(file => isInside(path, file) && file.endsWith(".py")),
    sources: sourceFolders(all, frontEnd),
  };
}

/** Packages of the same workspace: an exact install looks at the manifests of all of them. */
function memberFolders(workspace: Workspace, all: readonly string[], folder: string): readonly string[] {
  const { root } = workspace.data(joinPath(folder, "package.json"));
  const listed = at(root, "workspaces");
  const patterns = [
    ...asStrings(listed),
    ...asStrings(at(listed, "packages")),
    ...asStrings(at(workspace.data(joinPath(folder, "pnpm-workspace.yaml")).root, "packages")),
  ];
  if (patterns.length === 0) return [];
  const globs = (isOut: boolean): PathTest =>
    globTest(
      patterns
        .filter(pattern => pattern.startsWith("!") === isOut)
        .map(pattern => `/${joinPath(folder, pattern.replace(/^!/, ""))}`),
    );
  const [isIn, isOut] = [globs(false), globs(true)];
  return all
    .filter(file => nameOf(file) === "package.json" && file !== joinPath(folder, "package.json"))
    .map(parentOf)
    .filter(member => isIn(member) && !isOut(member));
}

/** The first file of the package that names something above its folder, other than where the build goes. */
function reachesOut(workspace: Workspace, { path, outputs }: FrontEnd, all: readonly string[]): string | null {
  const found = all.find(file => {
    const isOwn = parentOf(file) === path && /\.(?:json|[cm]?[jt]s|css|scss)$/.test(file) && !/lock/.test(nameOf(file));
    const text = isOwn || isStyle(path, file) ? workspace.text(file) : null;
    return [...(text ?? "").matchAll(/["'`(\s=:](\.\.\/[\w./*-]*)/g)].some(([, written = ""]) => {
      const target = joinPath(parentOf(file), written.replace(/\/?\*.*$/, ""));
      return !isInside(path, target) && !outputs.some(output => isInside(output, target) || isInside(target, output));
    });
  });
  return found ?? null;
}

function lockFormat(text: string): string | null {
  return /^lockfileVersion: '?([\d.]+)'?/m.exec(text)?.[1] ?? /^# yarn lockfile v(\d+)/m.exec(text)?.[1] ?? null;
}

/** Whether a file of variables only has such that end in the bundle anyway. */
function isPublic(text: string | null): boolean {
  const names = [...(text ?? "").matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/gm)].map(([, name = ""]) => name);
  return names.length > 0 && names.every(name => PUBLIC.test(name));
}

/** Folders directly below the package with files of a front end and no Python; all of a package in a folder of its own. */
function sourceFolders(all: readonly string[], { path, outputs }: FrontEnd): readonly string[] {
  if (path !== "" && !all.some(file => isInside(path, file) && file.endsWith(".py"))) return [path];
  const byFolder = new Map<string, string[]>();
  for (const file of all.filter(name => isInside(path, name))) {
    const [top = "", ...rest] = relativeTo(path, file).split("/");
    if (rest.length > 0) byFolder.set(top, [...(byFolder.get(top) ?? []), file]);
  }
  return [...byFolder]
    .filter(
      ([top, files]) =>
        !top.startsWith(".") &&
        files.some(file => /\.(?:[cm]?[jt]sx?|vue|svelte|css|scss|sass|less)$/.test(file)) &&
        !files.some(file => file.endsWith(".py")) &&
        !outputs.some(output => isInside(joinPath(path, top), output) || isInside(output, joinPath(path, top))),
    )
    .map(([top]) => joinPath(path, top));
}
