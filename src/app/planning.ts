import type { ChangeSet, DecisionValue } from "../model/plan";
import type { Ports } from "../model/ports";
import type { Recon } from "../model/recon";
import { scaffold } from "../scaffold/scaffold";
import { needReadable } from "../settings/settings";
import { unchangedPaths } from "../workspace/text-hash";
import { applyChanges } from "./apply-changes";
import { isTracked } from "./git-folder";
import { givenDecisions } from "./given-decisions";
import { needPython } from "./has-python";
import type { OpenFolders } from "./open-folders";
import type { Reading } from "./reading";
import { withFiles } from "./requested-files";

export interface PlanOptions {
  readonly set?: Readonly<Record<string, DecisionValue>>;
  /** Files on request that are added to those decided so far. */
  readonly add?: readonly string[];
  readonly recon?: Recon;
  readonly signal?: AbortSignal;
}

export interface Planning {
  /** Recon, plan and proposed files; writes nothing. */
  plan(root: string, options?: PlanOptions): Promise<ChangeSet>;
  /** Writes the named files of a change set, all or none. */
  apply(root: string, changes: ChangeSet, paths: readonly string[]): Promise<void>;
}

export function createPlanning(ports: Ports, folders: OpenFolders, reading: Reading): Planning {
  return {
    async plan(root, options = {}) {
      const { workspace, settings, reading: read } = await folders.open(root, options.signal);
      needReadable(read);
      // A second run is told by the code, not by what the first run wrote, so recon leaves files and additions of ours out.
      const exclude = (await unchangedPaths(workspace, settings.generated)).map(path => `/${path}`);
      const signal = options.signal ? { signal: options.signal } : {};
      const { merged } = settings;
      const recon =
        exclude.length > 0 || Object.keys(merged).length > 0
          ? await reading.recon(root, { ...signal, exclude, merged })
          : (options.recon ?? (await reading.recon(root, signal)));
      const set = givenDecisions(options.set ?? {});
      needPython(workspace, recon, { ...settings.decisions, ...set });
      const files = options.add?.length
        ? { files: withFiles(set["files"] ?? settings.decisions["files"], options.add) }
        : {};
      const given = { ...settings, overrides: { ...set, ...files } };
      const changes = await scaffold(recon, workspace, given, ports.random, path => isTracked(ports.files, root, path));
      return { ...changes, problems: [...read.problems, ...changes.problems] };
    },

    async apply(root, changes, paths) {
      await applyChanges(ports.files(root), changes, paths);
    },
  };
}
