import { joinPath } from "../model/paths";
import type { ChangeSet } from "../model/plan";
import type { Ports } from "../model/ports";
import type { Recon } from "../model/recon";
import type { Verification } from "../model/verification";
import { commitOf } from "./commit-of";
import { driftSince } from "./drift";
import { readHistory } from "./history";
import type { OpenFolders } from "./open-folders";
import type { Reading } from "./reading";
import { workspaceSettings } from "./workspace-settings";
import { reportFolder, writeReports } from "./write-reports";

export interface Reporting {
  /** What changed since the last verification, in sentences; null where there was none. */
  drift(root: string, recon: Recon): Promise<readonly string[] | null>;
  /** The documents as proposed files, of the last verification where none is given; writes nothing. */
  report(
    root: string,
    kinds: readonly ("recon" | "verification")[],
    /** `drift` where the caller knows it already. */
    options?: { readonly recon?: Recon; readonly verification?: Verification; readonly drift?: readonly string[] },
  ): Promise<ChangeSet>;
  /** Where the document of a verification is written, relative to the folder. */
  reportPath(root: string): Promise<string>;
}

export function createReporting(ports: Ports, folders: OpenFolders, reading: Reading): Reporting {
  return {
    drift: async (root, recon) => driftSince(ports, root, recon, (await folders.open(root)).settings),

    reportPath: async root =>
      joinPath(reportFolder((await workspaceSettings(ports.files(root))).settings), "verification.md"),

    async report(root, kinds, options = {}) {
      const { settings } = await folders.open(root);
      const recon = options.recon ?? (await reading.recon(root));
      const history = await readHistory(ports.state, root);
      // What was measured just now is not out of date.
      const isOld = !options.verification && kinds.includes("verification");
      return writeReports({
        files: ports.files(root),
        settings,
        recon,
        verification: options.verification ?? history.last,
        history,
        drift: options.drift ?? (isOld ? ((await driftSince(ports, root, recon, settings)) ?? []) : []),
        commit: await commitOf(ports.files, root),
        kinds,
        now: ports.clock.now(),
      });
    },
  };
}
