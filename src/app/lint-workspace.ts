import { languageOf } from "../lint/language";
import type { LintOptions } from "../lint/options";
import { readHadolintConfiguration } from "../lint/read-hadolint-configuration";
import { lintFiles, type LintedFile } from "../lint/runner";
import type { Finding, Language, LintResult } from "../model/finding";
import type { Clock } from "../model/ports";
import type { Recon } from "../model/recon";
import type { Settings } from "../settings/settings";
import type { Workspace } from "../workspace/workspace";

export interface LintRequest {
  readonly workspace: Workspace;
  readonly settings: Settings;
  readonly recon: Recon | null;
  readonly clock: Clock;
  /** Only these files, and those below folders that end in `/`; all Docker files of the workspace when absent. */
  readonly paths?: readonly string[];
  /** Texts that replace what is on disk (unsaved or proposed). */
  readonly texts?: ReadonlyMap<string, string>;
  /** Overrides `lint.select` of `.drydock.yaml`. */
  readonly select?: readonly string[];
}

/** Lints a workspace's Docker files as a whole, so that rules across files see every one of them. */
export async function lintWorkspace(request: LintRequest): Promise<LintResult> {
  const { workspace, texts = new Map<string, string>() } = request;
  const began = request.clock.elapsed();
  const all = new Set([...workspace.files.map(({ path }) => path), ...texts.keys()]);
  const docker = [...all].filter(path => languageOf(path) !== null).sort();
  const wanted = (request.paths ?? [""]).flatMap(path =>
    path === "" || path.endsWith("/") ? docker.filter(file => file.startsWith(path)) : path,
  );
  await workspace.load(supportingPaths(workspace, wanted));
  const read = (path: string): string | null => texts.get(path) ?? workspace.text(path);
  const files = wanted.flatMap((path): LintedFile[] => {
    const text = read(path);
    return text === null ? [] : [{ path, text, language: languageOf(path) ?? namedLanguage(path) }];
  });
  const findings = lintFiles(files, { paths: all, read, recon: request.recon }, lintOptions(request));
  return { findings, files: files.length, totalMs: request.clock.elapsed() - began };
}

/** A file that a person named is linted whatever it is called. */
function namedLanguage(path: string): Language {
  return /\.ya?ml$/i.test(path) ? "compose" : "dockerfile";
}

/** One text, as it is typed: its own findings and those of rules across files, with everything else as it is on disk. */
export function lintText(
  file: LintedFile,
  facts: { readonly workspace: Workspace | null; readonly settings: Settings; readonly recon: Recon | null },
): readonly Finding[] {
  const { workspace } = facts;
  const others = (workspace?.files ?? []).flatMap(({ path }): LintedFile[] => {
    const language = path === file.path ? null : languageOf(path);
    const text = workspace?.text(path) ?? null;
    return language === null || text === null ? [] : [{ path, text, language }];
  });
  const paths = new Set([...(workspace?.files.map(({ path }) => path) ?? []), file.path]);
  const read = (path: string): string | null => (path === file.path ? file.text : (workspace?.text(path) ?? null));
  const options = lintOptions({ settings: facts.settings, read });
  return lintFiles([file, ...others], { paths, read, recon: facts.recon }, options).filter(
    finding => finding.path === file.path,
  );
}

/** Everything that rules may ask for besides the linted files: ignore files, environment files, linter settings. */
export function supportingPaths(workspace: Workspace, wanted: readonly string[]): readonly string[] {
  const supporting = workspace.paths(
    "*.dockerignore",
    ".dockerignore",
    ".env",
    ".env.*",
    "*.env",
    ".hadolint.yaml",
    ".hadolint.yml",
    ".gitignore",
    "pyproject.toml",
    "requirements*.txt",
  );
  const docker = workspace.files.map(({ path }) => path).filter(path => languageOf(path) !== null);
  return [...new Set([...wanted, ...supporting, ...docker])];
}

function lintOptions(
  request: Pick<LintRequest, "settings" | "select"> & {
    readonly workspace?: Workspace;
    readonly read?: (path: string) => string | null;
  },
): LintOptions {
  const read = request.read ?? ((path: string) => request.workspace?.text(path) ?? null);
  const text = read(".hadolint.yaml") ?? read(".hadolint.yml");
  const select = request.select ?? request.settings.lint.select;
  return {
    select: select.includes("all") ? "all" : select.length === 1 && select[0] === "default" ? "default" : select,
    severities: request.settings.lint.rules,
    ...(text === null ? {} : { hadolint: readHadolintConfiguration(text) }),
  };
}
