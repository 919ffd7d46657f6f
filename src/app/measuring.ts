import type { Engine, Ports } from "../model/ports";
import type { ChangeSet } from "../model/plan";
import type { Recon } from "../model/recon";
import type { History, VariantReport, Verification } from "../model/verification";
import { needReadable } from "../settings/settings";
import type { OnVerifyEvent } from "../verify/events";
import type { ScaleReport } from "../model/scale-report";
import { scaleStack } from "../verify/scale-stack";
import { acceptThresholds } from "./accept-thresholds";
import type { Engines } from "./engines";
import { addVariants, readHistory } from "./history";
import type { Linting } from "./linting";
import { measureVariants } from "./measure-variants";
import type { OpenFolders } from "./open-folders";
import type { OwnCompose } from "./own-compose";
import { newRun, removalOf } from "./owned-run";
import { proposeResources } from "./propose-resources";
import type { Reading } from "./reading";
import { verifyWorkspace } from "./verify-workspace";
import { workspaceName } from "./workspace-name";

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

export interface Measuring {
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
}

export function createMeasuring(
  ports: Ports,
  parts: {
    readonly folders: OpenFolders;
    readonly reading: Reading;
    readonly linting: Linting;
    readonly engines: Engines;
    readonly ownCompose: OwnCompose;
  },
): Measuring {
  const { folders, reading, linting, engines, ownCompose } = parts;
  return {
    async verify(root, options = {}) {
      const { settings, reading: read } = await folders.open(root, options.signal);
      needReadable(read);
      const recon = options.recon ?? (await reading.recon(root, options.signal ? { signal: options.signal } : {}));
      const lint = await linting.lintFolder(root, { recon });
      const engine = options.engine ?? (await engines.engine({}, options.signal));
      const found = { recon, ownCompose: await ownCompose(root, recon) };
      return verifyWorkspace({ ports, engine, root, name: workspaceName(root), settings, ...found, lint, options });
    },

    async scale(root, options) {
      const recon = options.recon ?? (await reading.recon(root, options.signal ? { signal: options.signal } : {}));
      const engine = await engines.engine({}, options.signal);
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
          run: await newRun(ports, engine, workspaceName(root)),
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
      const engine = await engines.engine({}, options.signal);
      const variants = await measureVariants(ports, engine, root, workspaceName(root), verification, options);
      await addVariants(ports.state, root, verification, variants);
      return variants;
    },

    history: root => readHistory(ports.state, root),
  };
}
