import type { CopiedFiles, Explanation } from "../lint/explain/explanation";
import type { Finding, LintResult } from "../model/finding";
import type { Ports } from "../model/ports";
import type { Recon } from "../model/recon";
import { readSettings } from "../settings/settings";
import { decodeText } from "../workspace/decode";
import {
  copiesOfText,
  explainText,
  holdsCode,
  lintText,
  lintWorkspace,
  shellPrograms,
  type TextRequest,
} from "./lint-workspace";
import type { OpenFolders } from "./open-folders";
import { createShellCheck } from "./shellcheck";

export interface Linting {
  /**
   * Reads a folder for `lintText` and the like, which do not read; false where it was read or is being read. Until then
   * nothing is said of files that are there or not.
   */
  readFolder(root: string): Promise<boolean>;
  lintText(request: TextRequest): readonly Finding[];
  /** What a text says at an offset in terms of its project; null where nothing is known, also before the folder was read. */
  explain(request: TextRequest, offset: number): Explanation | null;
  /** What each COPY of a Dockerfile takes from its build context. */
  copies(request: TextRequest): readonly CopiedFiles[];
  /**
   * Asks ShellCheck about a Dockerfile's RUN scripts; true where it said something new, which `lintText` then tells.
   * Starts a process, so never for a workspace that is not trusted.
   */
  askShellCheck(path: string, text: string, command: string): Promise<boolean>;
  lintFolder(
    root: string,
    options?: {
      /** A function is asked only where the folder holds code or a manifest: of others recon says nothing that a rule reads. */
      readonly recon?: Recon | null | (() => Promise<Recon>);
      readonly paths?: readonly string[];
      readonly select?: readonly string[];
      readonly texts?: ReadonlyMap<string, string>;
      /** The ShellCheck command; its findings are left out without one. */
      readonly shellcheck?: string;
      readonly signal?: AbortSignal;
    },
  ): Promise<LintResult>;
}

export function createLinting(ports: Ports, folders: OpenFolders): Linting {
  const shellcheck = createShellCheck(ports.processes, ports.log);
  const withoutFolder = readSettings(null).settings;
  const opening = new Set<string>();
  return {
    async readFolder(root) {
      if (opening.has(root) || folders.known(root) !== undefined) return false;
      opening.add(root);
      try {
        await folders.open(root);
        return true;
      } finally {
        opening.delete(root);
      }
    },

    lintText({ root, path, text, language, recon }) {
      const known = root === null ? undefined : folders.known(root);
      const settings = known?.settings ?? withoutFolder;
      return lintText({ path, text, language }, { workspace: known?.workspace ?? null, settings, recon, shellcheck });
    },

    explain({ root, recon, texts, ...file }, offset) {
      const known = root === null ? undefined : folders.known(root);
      return known === undefined ? null : explainText(file, { workspace: known.workspace, recon, texts }, offset);
    },

    copies({ root, path, text, language, texts }) {
      const known = root === null ? undefined : folders.known(root);
      return known === undefined ? [] : copiesOfText({ path, text, language }, known.workspace, texts);
    },

    askShellCheck: (path, text, command) =>
      shellcheck.ask(command, shellPrograms([{ path, text, language: "dockerfile" }])),

    async lintFolder(root, options = {}) {
      const { workspace, settings, reading } = await folders.open(root);
      const texts = new Map(options.texts);
      for (const path of options.paths ?? []) {
        // A file that a person named counts even where recon leaves it out, as git-ignored files are.
        if (path.endsWith("/") || texts.has(path) || workspace.has(path)) continue;
        const bytes = await ports.files(root).read(path);
        if (bytes) texts.set(path, decodeText(bytes));
      }
      const { shellcheck: command, signal, recon: given = null, ...request } = options;
      const recon = typeof given === "function" ? (holdsCode(workspace) ? await given() : null) : given;
      const result = await lintWorkspace({
        ...request,
        ...(command === undefined
          ? {}
          : { shellcheck: { tool: shellcheck, command, ...(signal === undefined ? {} : { signal }) } }),
        texts,
        workspace,
        settings,
        recon,
        clock: ports.clock,
      });
      return { ...result, problems: [...reading.problems, ...result.problems] };
    },
  };
}
