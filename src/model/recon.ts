import type { Place } from "./place";

/** Something a file says that could not be read or does not fit; never an exception. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly place: Place;
}

export interface PythonPin {
  readonly version: string;
  /** The file kind that pins it: `.python-version`, `runtime.txt`, `Dockerfile`, `classifiers`, `ci`, … */
  readonly source: string;
  readonly place: Place;
}

export interface CompatibilityProblem {
  readonly what: string;
  readonly why: string;
  readonly place: Place;
  readonly fix: string;
}

export interface PythonChoice {
  readonly requires: { readonly specifier: string; readonly place: Place } | null;
  readonly pins: readonly PythonPin[];
  /** Minor version such as `3.11`; null where no supported version satisfies every hard constraint. */
  readonly chosen: string | null;
  readonly reason: string;
  readonly problems: readonly CompatibilityProblem[];
}

export type PackageManagerName =
  "pip" | "pip-tools" | "poetry" | "pdm" | "pipenv" | "uv" | "hatch" | "conda" | "setuptools" | "none";

export interface PackageManager {
  readonly name: PackageManagerName;
  readonly lock: string | null;
  readonly place: Place | null;
}

export interface Manifest {
  readonly path: string;
  /** `requirements`, `constraints`, `pyproject`, `setup.cfg`, `setup.py`, `pipfile`, `environment.yml`, or a lock kind. */
  readonly kind: string;
  readonly includes: readonly string[];
}

export interface SystemPackages {
  readonly build: readonly string[];
  readonly runtime: readonly string[];
}

export interface Dependency {
  /** Normalised by PEP 503. */
  readonly name: string;
  readonly specifier: string;
  readonly extras: readonly string[];
  readonly marker: string | null;
  /** `no` where the marker excludes Linux with the chosen Python: listed, but not installed. Absent means `yes`. */
  readonly applies?: "yes" | "no" | "unknown";
  /** Where code that a start loads imports it, for what only an extra or a group brings. */
  readonly loadedAt?: Place;
  /** `main` is what runs; else `dev`, `test`, `docs` or the group's own name. */
  readonly group: string;
  readonly direct: boolean;
  readonly locked: string | null;
  readonly place: Place;
  readonly systemPackages: SystemPackages;
  readonly python311: {
    readonly verdict: "ok" | "no" | "unknown";
    readonly why: string;
    /** `index` where a package index was asked, which only happens on command. */
    readonly source?: "index";
  };
}

export interface UndeclaredImport {
  readonly module: string;
  readonly distribution: string | null;
  readonly place: Place;
}

export interface ModuleInfo {
  readonly name: string;
  readonly path: string;
  readonly kind: "package" | "module" | "namespace";
  readonly files: number;
  readonly lines: number;
  readonly summary: string;
  readonly imports: readonly string[];
}

export interface ImportEdge {
  readonly from: string;
  readonly to: string;
  readonly line: number;
  readonly kind: "static" | "conditional" | "typing" | "dynamic";
}

export interface Framework {
  readonly name: string;
  readonly place: Place;
}

export type EntryPointKind =
  | "wsgi"
  | "asgi"
  | "cli"
  | "script"
  | "worker"
  | "beat"
  | "notebook"
  | "streamlit"
  | "gradio"
  | "dash"
  | "bot"
  | "grpc"
  | "server";

export interface EntryPoint {
  readonly kind: EntryPointKind;
  readonly name: string;
  /** What is started: `pkg.module:attribute`, `pkg.module`, a file path or a console script's name. */
  readonly target: string;
  readonly command: readonly string[];
  readonly devCommand: readonly string[];
  readonly port: number | null;
  readonly place: Place;
  readonly confidence: Place["confidence"];
  /** 1 is the best candidate of its kind. */
  readonly rank: number;
  /** Folder the command runs in, relative to the analysed folder; "" is the folder itself. */
  readonly workingDirectory?: string;
  /** Where the command is written (Procfile, Dockerfile, Compose), where that is not `place`, which shows the code. */
  readonly commandPlace?: Place;
}

export type IntegrationKind = "database" | "cache" | "queue" | "search" | "storage" | "mail" | "http" | "filesystem";
export type IntegrationVia = "distribution" | "code" | "settings" | "url" | "env" | "image" | "compose" | "ci" | "docs";

export interface Integration {
  /** `postgres`, `redis`, `rabbitmq`, `s3`, `smtp`, `sqlite`, `http-api`, … */
  readonly service: string;
  readonly kind: IntegrationKind;
  readonly protocol: string;
  readonly via: IntegrationVia;
  readonly variables: readonly string[];
  readonly breaksInContainer: string | null;
  readonly optional: boolean;
  readonly places: readonly Place[];
  /** Host for `http-api`, written address for `grpc`; image for services read from Compose; URL scheme with driver as the code needs it. */
  readonly host?: string;
  readonly image?: string;
  readonly scheme?: string;
  /** Topics, queues, exchanges and subjects of a message broker that the code names; absent where it names none. */
  readonly channels?: readonly string[];
  /** An address on this machine that the code itself has; absent where there is none. */
  readonly fixed?: FixedAddress;
  /** Variables of which each is all of an address, `host:port`, whatever it is called; absent where none is known to be. */
  readonly whole?: readonly string[];
}

/** Where code expects a service without asking the environment; null for each part that it does not say. */
export interface FixedAddress {
  /** `localhost`, `127.0.0.1`, `::1`, or the name of a service among containers: `db`. */
  readonly host: string;
  readonly port: number | null;
  readonly user: string | null;
  readonly database: string | null;
  /** The literal that is the password, or the address that holds it. The text itself is in no finding. */
  readonly password: Place | null;
  readonly place: Place;
  /** No host is given at all: the client looks where it looks by itself, on this machine. */
  readonly isUnsaid?: true;
}

export interface EnvironmentVariable {
  readonly name: string;
  /** null for secrets and where there is none; `hasDefault` tells which. */
  readonly default: string | null;
  readonly hasDefault: boolean;
  readonly required: boolean;
  readonly secret: boolean;
  readonly type: string | null;
  readonly scope: "application" | "shell" | "library" | "script";
  readonly places: readonly Place[];
}

export interface PortFact {
  readonly port: number;
  readonly source: string;
  readonly place: Place;
}

export interface MigrationTool {
  readonly tool: string;
  readonly command: readonly string[];
  /** Folder the command runs in, relative to the analysed folder, where that is known. */
  readonly workingDirectory?: string;
  /** Running it again drops, empties or fills tables, so that only a person may run it. */
  readonly losesRows?: true;
  readonly place: Place;
}

export interface TestRunner {
  readonly runner: string;
  readonly command: readonly string[];
  /** What continuous integration sets for them: literal values that are no secrets and no addresses of its own machine. */
  readonly environment?: readonly TestVariable[];
  readonly place: Place;
}

export interface TestVariable {
  readonly name: string;
  readonly value: string;
  readonly place: Place;
}

export interface StaticFiles {
  readonly command: readonly string[];
  /** Where they are collected: relative to the unit, or an absolute path; null where it is not known. */
  readonly folder: string | null;
  readonly place: Place;
}

export type NodeManager = "npm" | "yarn" | "pnpm" | "bun";

/**
 * `served`: the Python application hands out what is built. `committed`: it does, and the result lies in the repository.
 * `separate`: an application of its own that no Python code hands out. `unclear`: what it writes, and where, is not known.
 */
export type FrontEndRole = "served" | "committed" | "separate" | "unclear";

/** A package.json whose build makes what a browser is given; one that only holds tools is none. */
export interface FrontEnd {
  /** Folder of the package.json, "" for the analysed folder itself. */
  readonly path: string;
  readonly role: FrontEndRole;
  readonly manager: NodeManager;
  /** Version that `packageManager` names, such as `10.18.0`. */
  readonly managerVersion: string | null;
  readonly lock: string | null;
  /** Runs in `path`; empty where only `node_modules` is handed out. */
  readonly command: readonly string[];
  /** The bundler or compiler that the script runs, such as `vite`. */
  readonly tool: string | null;
  /** Folders and files that are made, relative to the analysed folder. */
  readonly outputs: readonly string[];
  /** What asks for a version of Node: a major version such as `22`, and where. */
  readonly node: { readonly major: string; readonly place: Place } | null;
  /** Where Python says that it hands the output out. */
  readonly servedBy: readonly Place[];
  readonly place: Place;
}

export interface DockerFiles {
  readonly dockerfiles: readonly string[];
  readonly composeFiles: readonly string[];
  readonly ignoreFiles: readonly string[];
  readonly devcontainers: readonly string[];
}

export interface BuildScript {
  readonly path: string;
  readonly kind: string;
  readonly uses: readonly string[];
}

/** A range of a file, 1-based like a place, and what it is to hold instead. */
export interface TextChange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly newText: string;
}

export type PerProcessKind = "session" | "cache" | "schedule" | "rate-limit" | "socket" | "tables";

/** State that lives in one process: harmless in one container, not shared where there are several. */
export interface PerProcessFinding {
  readonly kind: PerProcessKind;
  readonly what: string;
  readonly why: string;
  readonly place: Place;
  readonly fix: string;
}

/** What would misbehave in a container; `fix` says what to change. */
export interface ReadinessFinding {
  readonly rule: string;
  readonly what: string;
  readonly why: string;
  readonly place: Place;
  readonly fix: string;
  /** The change of `place.path` that does it, where it can be told; never applied unasked. */
  readonly suggestion?: readonly TextChange[];
  /** The host names of an allow-list: all that the application answers to. */
  readonly hosts?: readonly string[];
  /** What is written beside the code. */
  readonly writes?: WrittenFile;
}

/** A file or folder that the code writes: below the folder that the program is started in or the analysed one, or absolute. */
export interface WrittenFile {
  readonly path: string;
  readonly kind: "file" | "folder";
}

export interface ReconTimings {
  readonly listMs: number;
  readonly readMs: number;
  readonly scanMs: number;
  readonly linkMs: number;
  readonly detectMs: number;
  readonly totalMs: number;
  readonly files: number;
  readonly bytes: number;
}

/** A service of a monorepo with its own recon; `path` is relative to the root. */
export interface Unit {
  readonly name: string;
  readonly path: string;
  readonly recon: Recon;
}

/** Code outside a unit that its programs import: a folder or a file, and the folder on `sys.path` that it is found in. */
export interface SharedCode {
  readonly path: string;
  readonly root: string;
}

/** HTTP paths that the application really serves, for health checks and probes. */
export interface RouteFact {
  readonly path: string;
  readonly method: string;
  readonly place: Place;
}

/** Everything that is known of a workspace; the JSON of `drydock recon --json`. */
export interface Recon {
  readonly schemaVersion: 1;
  readonly root: string;
  readonly python: PythonChoice;
  readonly packageManager: PackageManager;
  readonly manifests: readonly Manifest[];
  readonly dependencies: readonly Dependency[];
  readonly undeclared: readonly UndeclaredImport[];
  readonly unused: readonly { readonly name: string; readonly place: Place }[];
  readonly modules: readonly ModuleInfo[];
  readonly imports: readonly ImportEdge[];
  readonly frameworks: readonly Framework[];
  readonly entryPoints: readonly EntryPoint[];
  readonly integrations: readonly Integration[];
  readonly environment: readonly EnvironmentVariable[];
  readonly ports: readonly PortFact[];
  readonly routes: readonly RouteFact[];
  readonly migrations: MigrationTool | null;
  readonly tests: TestRunner | null;
  readonly static: StaticFiles | null;
  readonly frontEnds: readonly FrontEnd[];
  readonly docker: DockerFiles;
  readonly buildScripts: readonly BuildScript[];
  readonly readiness: readonly ReadinessFinding[];
  readonly perProcess: readonly PerProcessFinding[];
  readonly units: readonly Unit[];
  /** What this unit imports from outside its folder; absent where it imports nothing there. */
  readonly shared?: readonly SharedCode[];
  readonly problems: readonly Problem[];
  readonly timings: ReconTimings;
}
