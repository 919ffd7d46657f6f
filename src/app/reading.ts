import { throwIfCancelled } from "../model/error";
import type { Ports } from "../model/ports";
import type { Recon } from "../model/recon";
import { withPackageSupport } from "../recon/package-support";
import { readRecon } from "../recon/read-recon";
import type { Settings } from "../settings/settings";
import { cachedRecon } from "./kept-recon";
import { prepareInquiry, type AnswerCache, type Inquiry, type InquiryResult } from "./package-index/inquiry";
import type { ReconAnswer, ReconRequest } from "./recon-answer";
import { applyPatch } from "./recon-patch";
import { workspaceName } from "./workspace-name";
import { workspaceSettings } from "./workspace-settings";

export interface ReconOptions {
  readonly unit?: string;
  /** Globs that are left out beside those of `.drydock.yaml`. */
  readonly exclude?: readonly string[];
  /** What was added to Compose files of others and is left out as well; nothing where absent. */
  readonly merged?: Settings["merged"];
  /** All files that changed since the last recon of the folder, where the caller knows them. */
  readonly changed?: readonly string[];
  /** Keeps the facts of files from one run to the next, where this machine has a place for them. */
  readonly cache?: boolean;
  readonly signal?: AbortSignal;
  onProgress?(done: number, total: number): void;
}

export interface Reading {
  recon(root: string, options?: ReconOptions): Promise<Recon>;
  /** The question to a package index which packages support Python 3.11, prepared; null where nothing is open. */
  inquiry(root: string, recon: Recon, signal?: AbortSignal): Promise<Inquiry | null>;
  /** A recon with answers of an index that were given earlier. */
  withPackageSupport(recon: Recon, answers: InquiryResult["answers"]): Recon;
}

/** `last`: the worker's last answer about a folder. */
export function createReading(ports: Ports): Reading & { last(root: string): Recon | undefined } {
  /** By folder; the worker sends only what changed since. */
  const answers = new Map<string, { readonly version: number; readonly recon: Recon }>();
  const answered: AnswerCache = new Map();
  return {
    last: root => answers.get(root)?.recon,

    async recon(root, options = {}) {
      const { signal, unit } = options;
      throwIfCancelled(signal);
      const { settings: own, problems } = await workspaceSettings(ports.files(root));
      const exclude = [...own.recon.exclude, ...(options.exclude ?? [])];
      const settings = { ...own, recon: { ...own.recon, exclude }, merged: options.merged ?? {} };
      const request = { name: workspaceName(root), settings, ...(unit === undefined ? {} : { unit }) };
      const withProblems = (read: Recon): Recon =>
        problems.length === 0 ? read : { ...read, problems: [...problems, ...read.problems] };
      const cacheFolder = options.cache === true ? ports.cacheFolder : null;
      if (ports.workers) {
        const held = answers.get(root);
        const asked: ReconRequest = { root, request, changed: options.changed, cacheFolder, have: held?.version ?? 0 };
        const progress = options.onProgress?.bind(options);
        const answer = await ports.workers.run<ReconAnswer>("recon", asked, signal, progress);
        const read = "recon" in answer ? answer.recon : (applyPatch(held?.recon, answer.patch) as Recon);
        answers.set(root, { version: answer.version, recon: read });
        return withProblems(read);
      }
      const tools = { elapsed: ports.clock.elapsed, signal };
      const progress = options.onProgress ? { onProgress: options.onProgress.bind(options) } : {};
      const given = { ...request, ...tools, ...progress };
      const { recon, save } = await cachedRecon(ports.files(root), cacheFolder, given, readRecon);
      save();
      return withProblems(recon);
    },

    inquiry: (root, recon, signal) => prepareInquiry(ports, answered, root, recon, signal),

    withPackageSupport,
  };
}
