import type { Recon } from "../model/recon";
import { findComposeFile } from "../scaffold/layout/compose-file";
import { loadStartFiles } from "../scaffold/layout/layout";
import type { Settings } from "../settings/settings";
import type { Workspace } from "../workspace/workspace";

type Open = (root: string) => Promise<{ readonly workspace: Workspace; readonly settings: Settings }>;

/** Finds the Compose file that the plan would complete, anew where a reading changed what it goes by. */
export function ownComposeReader(open: Open): (root: string, recon: Recon | undefined) => Promise<string | null> {
  const known = new Map<string, { readonly recon: Recon; readonly path: Promise<string | null> }>();
  return (root, recon) => {
    if (recon === undefined || recon.docker.composeFiles.length === 0) return Promise.resolve(null);
    const kept = known.get(root);
    if (kept?.recon.docker === recon.docker && kept.recon.entryPoints === recon.entryPoints) return kept.path;
    const path = open(root).then(async ({ workspace, settings }) => {
      await loadStartFiles(workspace);
      const ours = new Set(Object.keys(settings.generated));
      return findComposeFile(workspace, { chosen: null, ours, recon }).path;
    });
    known.set(root, { recon, path });
    return path;
  };
}
