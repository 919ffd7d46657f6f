import type { Recon } from "../../model/recon";
import type { Workspace } from "../../workspace/workspace";

/** Django's `ManifestStaticFilesStorage` and WhiteNoise's compressed one. */
const MANIFEST = /^[^#\n]*Manifest\w*Storage/m;

/**
 * Whether the settings that run look static files up in the manifest which collecting them writes. Where it is missing,
 * every page fails that names a static file, in tests too: they run without debugging, which would do without it.
 */
export function readsManifest(workspace: Workspace, recon: Recon): boolean {
  const path = recon.static?.place.path;
  return path?.endsWith(".py") === true && MANIFEST.test(workspace.text(path) ?? "");
}

const MAKES_FOLDERS = /^[^#\n]*(?:\bmakedirs\(|\.mkdir\()/m;

/** Whether the settings make folders when they are imported, as they are while static files are collected. */
export function makesFolders(workspace: Workspace, recon: Recon): boolean {
  const path = recon.static?.place.path;
  return path?.endsWith(".py") === true && MAKES_FOLDERS.test(workspace.text(path) ?? "");
}
