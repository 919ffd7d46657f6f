import type { Place } from "../../model/place";
import type { Recon } from "../../model/recon";
import { isInside, joinPath } from "../../model/paths";
import { asString, asStrings, at, entries, items } from "../../workspace/data-node";
import type { Workspace } from "../../workspace/workspace";
import type { PyprojectFacts } from "./pyproject";
import type { RequirementsFile } from "./requirements";

/** Where an install takes packages from besides the public index, and what it needs to be let in. */
export interface PackageIndexes {
  readonly urls: readonly IndexUrl[];
  /** Variables that addresses of indexes and repositories take a login from (`https://${TOKEN}@host/simple`). */
  readonly variables: readonly { readonly name: string; readonly place: Place }[];
  /** The project's own configuration of pip, which pip reads only where it is put. */
  readonly pipConfiguration: string | null;
  /** Read by uv beside `pyproject.toml`, so the step that installs needs it at hand. */
  readonly uvConfiguration: string | null;
}

export interface IndexUrl {
  readonly url: string;
  readonly place: Place | null;
}

/** Files of package indexes, by name; all of them small. */
export const INDEX_FILES = ["pip.conf", "pip.ini", "uv.toml"];
const PIP_FILES = ["pip.conf", ".pip/pip.conf", ".config/pip/pip.conf", "pip.ini"];
/** pip and Pipenv put variables of capital letters into addresses (pip documentation, Requirements File Format). */
const VARIABLE = /\$\{([A-Z_][A-Z0-9_]*)\}/g;

export function readPackageIndexes(
  workspace: Workspace,
  recon: Recon,
  unit: string,
  pyproject: PyprojectFacts | null,
  requirements: ReadonlyMap<string, RequirementsFile>,
): PackageIndexes {
  const folders = [...new Set([unit, ""])];
  const first = (names: readonly string[]): string | null =>
    folders.flatMap(folder => names.map(name => joinPath(folder, name))).find(path => workspace.has(path)) ?? null;
  const pipConfiguration = first(PIP_FILES);
  const uvConfiguration = first(["uv.toml"]);
  const pipfiles = recon.manifests.filter(({ path, kind }) => kind === "pipfile" && isInside(unit, path));
  const named = (path: string, urls: readonly (string | undefined)[]): readonly IndexUrl[] =>
    urls.flatMap(url => {
      if (url === undefined) return [];
      const offset = (workspace.text(path) ?? "").indexOf(url);
      return [{ url, place: workspace.place(path, Math.max(offset, 0)) }];
    });
  const urls = [
    ...(pyproject?.indexes ?? []).map(url => ({ url, place: null })),
    ...[...requirements.values()].flatMap(file => named(file.path, file.indexes)),
    ...pipfiles.flatMap(({ path }) =>
      named(
        path,
        items(at(workspace.data(path).root, "source")).map(item => asString(at(item, "url"))),
      ),
    ),
    ...(pipConfiguration === null ? [] : named(pipConfiguration, urlsOfPip(workspace, pipConfiguration))),
    ...(uvConfiguration === null ? [] : named(uvConfiguration, urlsOfUv(workspace, uvConfiguration))),
  ];
  const texts = [
    ...[...requirements.keys()],
    ...pipfiles.map(({ path }) => path),
    ...(pipConfiguration === null ? [] : [pipConfiguration]),
  ];
  const variables = texts.flatMap(path =>
    [...(workspace.text(path) ?? "").matchAll(VARIABLE)]
      .filter(({ 1: name }) => name !== "PROJECT_ROOT")
      .map(({ 1: name = "", index }) => ({ name, place: workspace.place(path, index) })),
  );
  return {
    urls,
    variables: variables.filter(({ name }, index) => variables.findIndex(other => other.name === name) === index),
    pipConfiguration,
    uvConfiguration,
  };
}

/** `index-url` and `extra-index-url` of any section; several stand below each other. */
function urlsOfPip(workspace: Workspace, path: string): readonly string[] {
  const sections = entries(workspace.data(path).root).map(({ value }) => value);
  return sections.flatMap(section =>
    ["index-url", "extra-index-url", "index_url", "extra_index_url"].flatMap(key =>
      (asString(at(section, key)) ?? "").split(/\s+/).filter(url => url !== ""),
    ),
  );
}

function urlsOfUv(workspace: Workspace, path: string): readonly (string | undefined)[] {
  const { root } = workspace.data(path);
  return [
    ...items(at(root, "index")).map(item => asString(at(item, "url"))),
    asString(at(root, "index-url")),
    ...asStrings(at(root, "extra-index-url")),
    asString(at(root, "pip", "index-url")),
  ];
}

/** Owners of indexes that ask for no login, as the second label of the host says. */
const PUBLIC_OWNERS = new Set(["pypi", "python", "pythonhosted", "pytorch", "nvidia"]);
/** Copies of the public index that universities and clouds keep for everybody. */
const MIRRORS = /(?:^|\.)mirrors?\d*\.|^pypi\..*\.(?:edu|ac)\.\w+$/;

/** Whether an index may ask for a login. */
export function isPrivateIndex({ url }: IndexUrl): boolean {
  const host = url.match(/^https?:\/\/(?:[^/@]*@)?([^/@:]+)(?:[/:]|$)/)?.[1]?.toLowerCase();
  if (host === undefined) return true;
  return !PUBLIC_OWNERS.has(host.split(".").at(-2) ?? "") && !MIRRORS.test(host);
}

/** Whether an address has its login with it, written out or from a variable. */
export function hasLogin({ url }: IndexUrl): boolean {
  return /^https?:\/\/[^/@]+@/.test(url);
}
