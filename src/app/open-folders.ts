import type { Ports } from "../model/ports";
import type { Settings, SettingsReading } from "../settings/settings";
import { openWorkspace, type Workspace } from "../workspace/workspace";
import { loadReferenced, supportingPaths } from "./lint-workspace";
import { workspaceName } from "./workspace-name";
import { workspaceSettings } from "./workspace-settings";

/** What is remembered of a folder between calls: enough to lint as one types without reading the disk. */
export interface OpenFolder {
  readonly workspace: Workspace;
  readonly settings: Settings;
}

export interface OpenFolders {
  /** Reads a folder's files and settings anew. */
  open(root: string, signal?: AbortSignal): Promise<OpenFolder & { readonly reading: SettingsReading }>;
  /** The last reading. */
  known(root: string): OpenFolder | undefined;
}

export function createOpenFolders(ports: Ports): OpenFolders {
  const remembered = new Map<string, OpenFolder>();
  return {
    async open(root, signal) {
      const files = ports.files(root);
      const reading = await workspaceSettings(files);
      const { settings } = reading;
      const workspace = await openWorkspace(workspaceName(root), files, { exclude: settings.recon.exclude, signal });
      await workspace.load(supportingPaths(workspace, []), signal);
      await loadReferenced(workspace, signal);
      const kept = { workspace, settings };
      remembered.set(root, kept);
      return { ...kept, reading };
    },
    known: root => remembered.get(root),
  };
}
