import type { Recon } from "../model/recon";
import { findComposeFile } from "../scaffold/layout/compose-file";
import { loadStartFiles } from "../scaffold/layout/layout";
import type { Settings } from "../settings/settings";
import type { Workspace } from "../workspace/workspace";

type Open = (root: string) => Promise<{ readonly workspace: Workspace; readonly settings: Settings }>;

/** The Compose file that the plan would complete, of the project that was read; null where there is none. */
export type OwnCompose = (root: string, recon: Recon | undefined) => Promise<string | null>;

/** Finds the Compose file that the plan would complete, once for each reading of a folder. */
export function ownComposeReader(open: Open): OwnCompose {
  const known = new WeakMap<Recon, Promise<string | null>>();
  return async (root, recon) => {
    if (recon === undefined || recon.docker.composeFiles.length === 0) return null;
    const path = known.get(recon) ?? find(root, recon);
    known.set(recon, path);
    // What could not be read may be there next time.
    path.catch(() => known.delete(recon));
    return path;
  };

  async function find(root: string, recon: Recon): Promise<string | null> {
    const { workspace, settings } = await open(root);
    await loadStartFiles(workspace);
    const ours = new Set(Object.keys(settings.generated));
    return findComposeFile(workspace, { chosen: null, ours, recon }).path;
  }
}
