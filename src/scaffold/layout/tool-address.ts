import type { Recon } from "../../model/recon";
import { manifestKindOf } from "../../python/manifests/manifest-paths";
import { readManifest } from "../../python/manifests/read-manifests";
import type { Workspace } from "../../workspace/workspace";

/** Whether a manifest takes the tool of the migrations from an address of its own (a branch in git), where its name alone leads elsewhere. */
export function isToolAddressed(workspace: Workspace, { migrations, dependencies }: Recon): boolean {
  const tool = migrations?.tool;
  const paths = new Set(dependencies.flatMap(({ name, place }) => (name === tool ? place.path : [])));
  return [...paths].some(path =>
    readManifest(workspace, path, manifestKindOf(path) ?? "requirements")?.declared.some(
      ({ name, url }) => name === tool && url !== null,
    ),
  );
}
