import { listContexts, type StoredContext } from "../engine/context-store";
import { resolveEndpoint } from "../engine/endpoint";
import { engineAccess } from "../host/engine-access";
import { throwIfCancelled } from "../model/error";
import type { CopiedFiles, Explanation } from "../lint/explain/explanation";
import type { Finding, LintResult } from "../model/finding";
import type { ChangeSet, DecisionValue } from "../model/plan";
import type { Compose, ComposeChoice, Engine, EngineEndpoint, Ports } from "../model/ports";
import type { Recon } from "../model/recon";
import type { History, VariantReport, Verification } from "../model/verification";
import { readRecon } from "../recon/read-recon";
import { withFiles } from "./requested-files";
import { scaffold } from "../scaffold/scaffold";
import { unchangedPaths } from "../workspace/text-hash";
import { readSettings, unreadable, type Settings, type SettingsReading } from "../settings/settings";
import type { OnVerifyEvent } from "../verify/events";
import { scaleStack, type ScaleReport } from "../verify/scale-stack";
import { decodeText } from "../workspace/decode";
import { openWorkspace, type Workspace } from "../workspace/workspace";
import { acceptThresholds } from "./accept-thresholds";
import { driftSince } from "./drift";
import { applyChanges } from "./apply-changes";
import { needPython } from "./has-python";
import { withPackageSupport } from "../recon/package-support";
import { buildImages, type BuildOrder, type BuiltImage, type ImageBuildEvent } from "./build-images";
import type { ReconAnswer, ReconRequest } from "./recon-answer";
import { applyPatch } from "./recon-patch";
import { cachedRecon } from "./kept-recon";
import { prepareInquiry, type AnswerCache, type Inquiry, type InquiryResult } from "./package-index/inquiry";
import { commitOf } from "./commit-of";
import { isTracked } from "./git-folder";
import {
  holdsCode,
  copiesOfText,
  explainText,
  lintText,
  lintWorkspace,
  loadReferenced,
  shellPrograms,
  supportingPaths,
  type TextRequest,
} from "./lint-workspace";
import { createShellCheck } from "./shellcheck";
import { addVariants, readHistory } from "./history";
import { measureVariants } from "./measure-variants";
import { newRun, removalOf } from "./owned-run";
import { proposeResources } from "./propose-resources";
import { workspaceSettings } from "./workspace-settings";
import { joinPath } from "../model/paths";
import { givenDecisions } from "./given-decisions";
import { ownComposeReader } from "./own-compose";
import { reportFolder, writeReports } from "./write-reports";
import { verifyWorkspace } from "./verify-workspace";
import { workspaceName } from "./workspace-name";

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

export interface PlanOptions {
  readonly set?: Readonly<Record<string, DecisionValue>>;
  /** Files on request that are added to those decided so far. */
  readonly add?: readonly string[];
  readonly recon?: Recon;
  readonly signal?: AbortSignal;
}

export interface VerifyOptions {
  readonly signal?: AbortSignal;
  readonly engine?: Engine;
  readonly recon?: Recon;
  readonly onEvent?: OnVerifyEvent;
  readonly baseline?: "record" | "compare";
  /** How often rebuild, start, load and stop are measured; figures are the medians. */
  readonly runs?: number;
  /** Also run the workspace's tests on this machine: it executes the workspace's code, so only where it is trusted. */
  readonly outsideTests?: boolean;
  onProgress?(phase: string, detail: string, done: number, total: number): void;
}

export interface ScaleOptions {
  readonly replicas: number;
  readonly service?: string;
  readonly signal?: AbortSignal;
  readonly recon?: Recon;
  readonly onEvent?: OnVerifyEvent;
}

/** The arcs that both shells share. It asks nothing and prints nothing: an answer is a decision, a message a value. */
export interface App {
  recon(root: string, options?: ReconOptions): Promise<Recon>;
  /** The question to a package index which packages support Python 3.11, prepared; null where nothing is open. */
  inquiry(root: string, recon: Recon, signal?: AbortSignal): Promise<Inquiry | null>;
  /** A recon with answers of an index that were given earlier. */
  withPackageSupport(recon: Recon, answers: InquiryResult["answers"]): Recon;
  /** Recon, plan and proposed files; writes nothing. */
  plan(root: string, options?: PlanOptions): Promise<ChangeSet>;
  /** Writes the named files of a change set, all or none. */
  apply(root: string, changes: ChangeSet, paths: readonly string[]): Promise<void>;
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
  engine(options?: { readonly context?: string }, signal?: AbortSignal): Promise<Engine>;
  /** Where the engine would be looked for first: read from files and the environment, nothing is connected. */
  endpoint(options?: { readonly context?: string }): Promise<EngineEndpoint | null>;
  /** The stored Docker contexts, by name; read from files. */
  contexts(): Promise<readonly StoredContext[]>;
  compose(engine: Engine): Promise<Compose>;
  build(
    root: string,
    order: BuildOrder & {
      /** The engine to build with; without one it is found as the docker command finds it. */
      readonly engine?: Engine;
      /** The project's Compose files, absolute: Compose itself reads them, with variables replaced. */
      readonly composeFiles?: readonly string[];
      readonly choice?: ComposeChoice;
    },
    onEvent: (event: ImageBuildEvent) => void,
    signal?: AbortSignal,
  ): Promise<readonly BuiltImage[]>;
  verify(root: string, options?: VerifyOptions): Promise<Verification>;
  /** Compares one with several containers of a web service behind a proxy, and says what is unsafe to replicate. */
  scale(root: string, options: ScaleOptions): Promise<ScaleReport>;
  /** Writes limits from the figures of a verification into `.drydock.yaml`, times left out; answers how many. */
  acceptThresholds(root: string, verification: Verification): Promise<number>;
  /** The Compose file with the limits that a verification suggests, as a proposed file; writes nothing. */
  limits(root: string, verification: Verification): Promise<ChangeSet>;
  /** Builds images without a part that was advised against, all or one by its name, and says what that really saves. */
  variants(
    root: string,
    verification: Verification,
    options?: { readonly part?: string; readonly onEvent?: OnVerifyEvent; readonly signal?: AbortSignal },
  ): Promise<readonly VariantReport[]>;
  /** What is kept of earlier verifications of a folder on this machine. */
  history(root: string): Promise<History>;
  /** What changed since the last verification, in sentences; null where there was none. */
  drift(root: string, recon: Recon): Promise<readonly string[] | null>;
  /** The documents as proposed files, of the last verification where none is given; writes nothing. */
  report(
    root: string,
    kinds: readonly ("recon" | "verification")[],
    /** `drift` where the caller knows it already. */
    options?: { readonly recon?: Recon; readonly verification?: Verification; readonly drift?: readonly string[] },
  ): Promise<ChangeSet>;
  /**
   * The Compose file elsewhere, or of another name, that runs a folder's project, going by the last reading; null where
   * the folder was not read or has none.
   */
  ownCompose(root: string): Promise<string | null>;
  /** Where the document of a verification is written, relative to the folder. */
  reportPath(root: string): Promise<string>;
}

/** What the app remembers of a folder between calls: enough to lint as one types without reading the disk. */
interface Remembered {
  readonly workspace: Workspace;
  readonly settings: Settings;
}

export function createApp(ports: Ports): App {
  const remembered = new Map<string, Remembered>();
  const engines = new Map<string, Promise<Engine>>();
  /** The worker's last answer by folder, of which it sends only what changed. */
  const answers = new Map<string, { readonly version: number; readonly recon: Recon }>();
  const answered: AnswerCache = new Map();
  const shellcheck = createShellCheck(ports.processes, ports.log);
  const withoutFolder = readSettings(null).settings;

  const open = async (
    root: string,
    signal?: AbortSignal,
  ): Promise<Remembered & { readonly reading: SettingsReading }> => {
    const files = ports.files(root);
    const reading = await workspaceSettings(files);
    const { settings } = reading;
    const workspace = await openWorkspace(workspaceName(root), files, { exclude: settings.recon.exclude, signal });
    await workspace.load(supportingPaths(workspace, []), signal);
    await loadReferenced(workspace, signal);
    const kept = { workspace, settings };
    remembered.set(root, kept);
    return { ...kept, reading };
  };

  const ownCompose = ownComposeReader(open);

  const app: App = {
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

    async plan(root, options = {}) {
      const { workspace, settings, reading } = await open(root, options.signal);
      needReadable(reading);
      // A second run is told by the code, not by what the first run wrote, so recon leaves files and additions of ours out.
      const exclude = (await unchangedPaths(workspace, settings.generated)).map(path => `/${path}`);
      const signal = options.signal ? { signal: options.signal } : {};
      const { merged } = settings;
      const recon =
        exclude.length > 0 || Object.keys(merged).length > 0
          ? await app.recon(root, { ...signal, exclude, merged })
          : (options.recon ?? (await app.recon(root, signal)));
      const set = givenDecisions(options.set ?? {});
      needPython(workspace, recon, { ...settings.decisions, ...set });
      const files = options.add?.length
        ? { files: withFiles(set["files"] ?? settings.decisions["files"], options.add) }
        : {};
      const given = { ...settings, overrides: { ...set, ...files } };
      const changes = await scaffold(recon, workspace, given, ports.random, path => isTracked(ports.files, root, path));
      return { ...changes, problems: [...reading.problems, ...changes.problems] };
    },

    async apply(root, changes, paths) {
      await applyChanges(ports.files(root), changes, paths);
    },

    lintText({ root, path, text, language, recon }) {
      const known = root === null ? undefined : remembered.get(root);
      const settings = known?.settings ?? withoutFolder;
      if (root !== null && !known) void open(root).catch((error: unknown) => ports.log.warn(String(error)));
      return lintText({ path, text, language }, { workspace: known?.workspace ?? null, settings, recon, shellcheck });
    },

    explain({ root, recon, ...file }, offset) {
      const known = root === null ? undefined : remembered.get(root);
      return known === undefined ? null : explainText(file, { workspace: known.workspace, recon }, offset);
    },

    copies({ root, path, text, language }) {
      const known = root === null ? undefined : remembered.get(root);
      return known === undefined ? [] : copiesOfText({ path, text, language }, known.workspace);
    },

    askShellCheck: (path, text, command) =>
      shellcheck.ask(command, shellPrograms([{ path, text, language: "dockerfile" }])),

    async lintFolder(root, options = {}) {
      const { workspace, settings, reading } = await open(root);
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

    engine(options = {}, signal) {
      const key = options.context ?? "";
      const known = engines.get(key);
      if (known) return known;
      const connecting = ports.connect(options, signal);
      engines.set(key, connecting);
      connecting.catch(() => engines.delete(key));
      return connecting;
    },

    async endpoint({ context } = {}) {
      const { candidates } = await resolveEndpoint(engineAccess, context);
      return candidates[0]?.endpoint ?? null;
    },

    contexts: () => listContexts(engineAccess),
    compose: engine => ports.compose(engine),

    async build(root, { engine, composeFiles = [], choice, ...order }, onEvent, signal) {
      const used = engine ?? (await app.engine({}, signal));
      const compose = await app.compose(used);
      const config = composeFiles.length === 0 ? null : await compose.config(composeFiles, signal, choice);
      const surroundings = { files: ports.files, env: engineAccess.env, config };
      return buildImages(used, root, workspaceName(root), surroundings, order, onEvent, signal);
    },

    async verify(root, options = {}) {
      const { settings, reading } = await open(root, options.signal);
      needReadable(reading);
      const recon = options.recon ?? (await app.recon(root, options.signal ? { signal: options.signal } : {}));
      const lint = await app.lintFolder(root, { recon });
      const engine = options.engine ?? (await app.engine({}, options.signal));
      const found = { recon, ownCompose: await ownCompose(root, recon) };
      return verifyWorkspace({ ports, engine, root, name: workspaceName(root), settings, ...found, lint, options });
    },

    async scale(root, options) {
      const recon = options.recon ?? (await app.recon(root, options.signal ? { signal: options.signal } : {}));
      const engine = await app.engine({}, options.signal);
      const { clock, http } = ports;
      return scaleStack(
        {
          files: ports.files(root),
          engine,
          compose: await ports.compose(engine),
          clock,
          http,
          removal: removalOf(engine),
          secret: ports.secret,
        },
        {
          recon,
          ownCompose: await ownCompose(root, recon),
          run: newRun(ports, workspaceName(root)),
          service: options.service ?? null,
          replicas: options.replicas,
        },
        options.onEvent ?? (() => undefined),
        options.signal,
      );
    },

    acceptThresholds: (root, verification) => acceptThresholds(ports.files(root), verification),

    limits: (root, verification) => proposeResources(ports.files(root), verification),

    async variants(root, verification, options = {}) {
      const engine = await app.engine({}, options.signal);
      const variants = await measureVariants(ports, engine, root, workspaceName(root), verification, options);
      await addVariants(ports.state, root, verification, variants);
      return variants;
    },

    history: root => readHistory(ports.state, root),

    drift: async (root, recon) => driftSince(ports, root, recon, (await open(root)).settings),

    ownCompose: root => ownCompose(root, answers.get(root)?.recon),

    reportPath: async root =>
      joinPath(reportFolder((await workspaceSettings(ports.files(root))).settings), "verification.md"),

    async report(root, kinds, options = {}) {
      const { settings } = await open(root);
      const recon = options.recon ?? (await app.recon(root));
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
  return app;
}

/** Throws `configuration-broken` where decisions and thresholds are needed and the file that holds them says nothing readable. */
function needReadable({ isReadable, problems: [first] }: SettingsReading): void {
  if (!isReadable && first) throw unreadable(first);
}
