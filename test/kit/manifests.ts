import assert from "node:assert/strict";
import { readManifests, type ManifestReading } from "../../src/python/manifests/read-manifests";
import type { ManifestFile } from "../../src/python/manifests/types";
import { settleDependencies, type SettledDependencies } from "../../src/recon/settle-dependencies";
import { openWorkspace, type Workspace } from "../../src/workspace/workspace";
import { memoryFiles } from "./memory-files";

type Contents = Readonly<Record<string, string | Uint8Array>>;

export interface SettledWorkspace {
  readonly workspace: Workspace;
  readonly reading: ManifestReading;
  readonly settled: SettledDependencies;
}

/** Reads the manifests of a workspace of texts by path. */
export async function readContents(contents: Contents): Promise<ManifestReading> {
  return readManifests(await openWorkspace("sample", memoryFiles(contents)));
}

/** The facts of one manifest in a workspace of texts. */
export async function readOne(path: string, contents: Contents): Promise<ManifestFile> {
  const { files } = await readContents(contents);
  const file = files.find(candidate => candidate.path === path);
  assert.ok(file, `${path} was not read as a manifest`);
  return file;
}

/** Reads and settles a workspace of texts as one unit. */
export async function settleContents(
  contents: Contents,
  options: { readonly unit?: string; readonly units?: readonly string[]; readonly python?: string } = {},
): Promise<SettledWorkspace> {
  const workspace = await openWorkspace("sample", memoryFiles(contents));
  const reading = await readManifests(workspace);
  const { unit = "", units = [], python = "3.11" } = options;
  return { workspace, reading, settled: settleDependencies(reading, { workspace, unit, units, python }) };
}

/** `group: name specifier` of each declared dependency, in order. */
export function declaredIn(file: ManifestFile): readonly string[] {
  return file.declared.map(({ name, specifier, extras, group }) => {
    const bracket = extras.length > 0 ? `[${extras.join(",")}]` : "";
    return `${group}: ${name}${bracket}${specifier}`;
  });
}
