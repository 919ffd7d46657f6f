import type { LinkedProject } from "../../src/python/link/link-project";
import { readProject } from "../../src/python/read-project";
import { openWorkspace, type Workspace } from "../../src/workspace/workspace";
import { memoryFiles } from "./memory-files";

/** A linked project over a map of path to text. */
export async function projectOf(
  contents: Readonly<Record<string, string | Uint8Array>>,
  name = "workspace",
): Promise<{ readonly workspace: Workspace; readonly project: LinkedProject }> {
  const workspace = await openWorkspace(name, memoryFiles(contents));
  const { project } = await readProject(workspace);
  await workspace.load(workspace.files.map(({ path }) => path));
  return { workspace, project };
}
