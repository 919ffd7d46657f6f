import { loadComposeReferences } from "../docker/compose/references";
import { copiesOf, explainAt } from "../lint/explain/explain";
import type { CopiedFiles, Explanation, Sizes } from "../lint/explain/explanation";
import { dockerfileViewOf } from "../lint/dockerfile-view";
import { isOverrideSample, languageOf } from "../lint/language";
import type { LintOptions } from "../lint/options";
import { readHadolintConfiguration } from "../lint/read-hadolint-configuration";
import { lintFiles, sorted, type LintedFile } from "../lint/runner";
import { shellFindings } from "../lint/shellcheck/findings";
import { shellSources } from "../lint/shellcheck/scripts";
import { SETTINGS_FILE } from "../lint/query/workspace-paths";
import type { WorkspaceFacts } from "../lint/workspace-context";
import type { Finding, Language, LintResult } from "../model/finding";
import type { Clock } from "../model/ports";
import type { Problem, Recon } from "../model/recon";
import { formatBytes } from "../report/figures";
import { manifestKindOf } from "../python/manifests/manifest-paths";
import type { Settings } from "../settings/settings";
import type { Workspace } from "../workspace/workspace";
import type { ShellCheck } from "./shellcheck";

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
  /** Adds what ShellCheck says of the RUN scripts. */
  readonly shellcheck?: { readonly tool: ShellCheck; readonly command: string; readonly signal?: AbortSignal };
}

/** An unsaved text of a Docker file; `root` is null outside a folder. */
export interface TextRequest extends LintedFile {
  readonly root: string | null;
  readonly recon: Recon | null;
  /** Texts that count as if they were on disk beside it, such as those of a review. */
  readonly texts?: Texts | undefined;
}

type Texts = ReadonlyMap<string, string>;

/** Lints a workspace's Docker files as a whole, so that rules across files see every one of them. */
export async function lintWorkspace(request: LintRequest): Promise<LintResult> {
  const { workspace, texts = new Map<string, string>() } = request;
  const began = request.clock.elapsed();
  const all = new Set([...workspace.files.map(({ path }) => path), ...texts.keys()]);
  const docker = [...all].filter(path => languageOf(path) !== null).sort();
  const wanted = (request.paths ?? [""]).flatMap(path => {
    if (path === "" || path.endsWith("/")) return docker.filter(file => file.startsWith(path));
    // A pattern of a shell or of a hook, such as `Dockerfile*`, names ignore files as well.
    return path.endsWith(".dockerignore") ? [] : path;
  });
  const started = (request.recon?.entryPoints ?? []).map(({ place }) => place.path);
  await workspace.load([...supportingPaths(workspace, wanted), ...started]);
  const read = (path: string): string | null => texts.get(path) ?? workspace.text(path);
  const files = wanted.flatMap((path): LintedFile[] => {
    const text = read(path);
    return text === null ? [] : [{ path, text, language: languageOf(path) ?? namedLanguage(path) }];
  });
  const options = lintOptions({ ...request, read });
  const findings = lintFiles(files, { paths: all, leftOut: workspace.leftOut, read, recon: request.recon }, options);
  const { shellcheck } = request;
  if (shellcheck !== undefined) {
    await shellcheck.tool.ask(shellcheck.command, shellPrograms(files), shellcheck.signal);
  }
  return {
    findings: shellcheck === undefined ? findings : withShellFindings(findings, files, shellcheck.tool, options),
    files: files.length,
    totalMs: request.clock.elapsed() - began,
    failOn: options.hadolint?.failOn ?? null,
    problems: wanted.filter(path => read(path) === null).map(unread),
  };
}

/** Whether recon could find anything in a folder that a rule reads: Python code, or what declares its packages. */
export function holdsCode(workspace: Workspace): boolean {
  return workspace.files.some(({ path }) => /\.(?:pyw?|ipynb)$/.test(path) || manifestKindOf(path) !== null);
}

function unread(path: string): Problem {
  return {
    code: "unreadable",
    message: "This file could not be read, so it was not linted. Give yourself read access to it.",
    place: { path, line: 1, column: 1, text: "", confidence: "high" },
  };
}

/** What ShellCheck is to be asked about these files. */
export function shellPrograms(files: readonly LintedFile[]): readonly string[] {
  return files.flatMap(file =>
    file.language === "dockerfile" ? shellSources(dockerfileViewOf(file)).map(({ program }) => program) : [],
  );
}

/** The findings together with what ShellCheck has already said of the files' scripts. */
function withShellFindings(
  findings: readonly Finding[],
  files: readonly LintedFile[],
  tool: ShellCheck,
  options: LintOptions,
): readonly Finding[] {
  if (!tool.hasAnswered) return findings;
  const said = files.flatMap(file => {
    if (file.language !== "dockerfile") return [];
    const view = dockerfileViewOf(file);
    const commented = shellSources(view).flatMap(source => {
      const comments = tool.known(source.program);
      return comments === undefined ? [] : [{ source, comments }];
    });
    return shellFindings(view, commented, options);
  });
  return said.length === 0 ? findings : sorted([...findings, ...said]);
}

/** A file that a person named is linted whatever it is called. */
function namedLanguage(path: string): Language {
  return /\.ya?ml$/i.test(path) ? "compose" : "dockerfile";
}

/** One text, as it is typed: its own findings and those of rules across files, with everything else as it is on disk. */
export function lintText(
  file: LintedFile,
  facts: {
    readonly workspace: Workspace | null;
    readonly settings: Settings;
    readonly recon: Recon | null;
    readonly shellcheck?: ShellCheck;
  },
): readonly Finding[] {
  const { files, known } = surroundings(file, facts.workspace, facts.recon);
  const options = lintOptions({ settings: facts.settings, read: known.read });
  const findings = lintFiles(files, known, options, files[0]);
  return facts.shellcheck === undefined ? findings : withShellFindings(findings, [file], facts.shellcheck, options);
}

/** What an unsaved text means in its project at an offset; null where there is nothing to say. */
export function explainText(
  file: LintedFile,
  facts: { readonly workspace: Workspace; readonly recon: Recon | null; readonly texts?: Texts | undefined },
  offset: number,
): Explanation | null {
  const { files, known } = surroundings(file, facts.workspace, facts.recon, facts.texts);
  return explainAt(files, known, offset, sizesOf(facts.workspace, facts.texts));
}

/** What each COPY of an unsaved Dockerfile takes from its build context. */
export function copiesOfText(file: LintedFile, workspace: Workspace, texts?: Texts): readonly CopiedFiles[] {
  const { files, known } = surroundings(file, workspace, null, texts);
  return copiesOf(files, known, sizesOf(workspace, texts));
}

function sizesOf(workspace: Workspace, texts: Texts | undefined): Sizes {
  return {
    of: path => {
      const text = texts?.get(path);
      return text === undefined ? workspace.entry(path)?.bytes : Buffer.byteLength(text);
    },
    format: formatBytes,
  };
}

/** The Docker files of a workspace as they are on disk, by path: the same objects for each text that is typed beside them. */
const ON_DISK = new WeakMap<Workspace, Map<string, LintedFile>>();

function onDisk(workspace: Workspace, path: string, language: Language): LintedFile | null {
  const text = workspace.text(path);
  if (text === null) return null;
  const files = ON_DISK.get(workspace) ?? new Map<string, LintedFile>();
  ON_DISK.set(workspace, files);
  const known = files.get(path);
  if (known?.text === text) return known;
  const file = { path, text, language };
  files.set(path, file);
  return file;
}

/** A text with the other Docker files of its workspace, as they are on disk where `texts` has no other of them. */
function surroundings(
  file: LintedFile,
  workspace: Workspace | null,
  recon: Recon | null,
  texts: Texts = new Map(),
): { readonly files: readonly [LintedFile, ...LintedFile[]]; readonly known: WorkspaceFacts } {
  // Of a folder that was not read, no path is known to be absent.
  const paths = new Set(
    workspace === null ? [] : [...workspace.files.map(({ path }) => path), ...texts.keys(), file.path],
  );
  const others = [...paths].flatMap((path): LintedFile | readonly LintedFile[] => {
    const language = path === file.path ? null : languageOf(path);
    if (language === null || workspace === null) return [];
    const text = texts.get(path);
    return text === undefined ? (onDisk(workspace, path, language) ?? []) : { path, text, language };
  });
  const read = (path: string): string | null =>
    path === file.path ? file.text : (texts.get(path) ?? workspace?.text(path) ?? null);
  const leftOut = workspace?.leftOut ?? [];
  return { files: [file, ...others], known: { paths, leftOut, read, recon } };
}

/** Files of settings beside data of the same form, which is larger or in more files. */
const MAX_SETTINGS = { bytes: 32_768, files: 300 };

/** Everything that rules may ask for besides the linted files: ignore files, environment files, linter settings, mounted configurations, and what says which steps make a file. */
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
    ".gitmodules",
    "pyproject.toml",
    "uv.lock",
    "poetry.lock",
    "pdm.lock",
    "Pipfile.lock",
    "*.sh",
    "*entrypoint*",
    "*.conf",
    "Makefile",
    "justfile",
    "README.md",
    ".github/workflows/*.{yml,yaml}",
    ".gitlab-ci.yml",
  );
  const all = workspace.files.map(({ path }) => path);
  const docker = all.filter(path => languageOf(path) !== null);
  const settings = docker.some(path => languageOf(path) === "compose")
    ? workspace.files.filter(({ path, bytes }) => bytes <= MAX_SETTINGS.bytes && SETTINGS_FILE.test(path))
    : [];
  const lists = all.filter(path => /^(?:requirements|constraints)$/.test(manifestKindOf(path) ?? ""));
  return [
    ...new Set([
      ...wanted,
      ...supporting,
      ...lists,
      ...docker,
      ...all.filter(isOverrideSample),
      ...settings.slice(0, MAX_SETTINGS.files).map(({ path }) => path),
    ]),
  ];
}

/** Reads the files that Compose files include or extend, whatever they are called. */
export async function loadReferenced(workspace: Workspace, signal?: AbortSignal): Promise<void> {
  const compose = workspace.files.map(({ path }) => path).filter(path => languageOf(path) === "compose");
  await loadComposeReferences(workspace, compose, signal);
}

/** The options that were last made of the same settings: which rules run is worked out once for each, not at every key. */
const OPTIONS = new WeakMap<
  Settings,
  { readonly text: string | null; readonly select: readonly string[]; readonly options: LintOptions }
>();

function lintOptions(
  request: Pick<LintRequest, "settings" | "select"> & {
    readonly workspace?: Workspace;
    readonly read?: (path: string) => string | null;
  },
): LintOptions {
  const read = request.read ?? ((path: string) => request.workspace?.text(path) ?? null);
  const text = read(".hadolint.yaml") ?? read(".hadolint.yml");
  const select = request.select ?? request.settings.lint.select;
  const known = OPTIONS.get(request.settings);
  if (known?.text === text && known.select === select) return known.options;
  const options: LintOptions = {
    select: select.includes("all") ? "all" : select.length === 1 && select[0] === "default" ? "default" : select,
    severities: request.settings.lint.rules,
    ...(text === null ? {} : { hadolint: readHadolintConfiguration(text) }),
  };
  OPTIONS.set(request.settings, { text, select, options });
  return options;
}
