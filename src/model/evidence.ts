import type { Place } from "./place";
import type {
  BuildScript,
  EntryPointKind,
  FixedAddress,
  FrontEnd,
  IntegrationKind,
  IntegrationVia,
  MigrationTool,
  PerProcessFinding,
  PythonPin,
  ReadinessFinding,
  RouteFact,
  StaticFiles,
  TestRunner,
  TestVariable,
} from "./recon";

/** Where a start command was read; the order here is the precedence by which conflicts are settled. */
export type CommandSource =
  | "decision"
  | "compose"
  | "dockerfile"
  | "server-config"
  | "procfile"
  | "platform-file"
  | "kubernetes"
  | "task-runner"
  | "console-script"
  | "framework-declaration"
  | "code"
  | "readme"
  | "convention";

/**
 * One thing that one detector saw, with its place. Detectors never see each other's evidence; `settle` turns all of it
 * into the Recon by stated precedence.
 */
export type Evidence =
  | { readonly claim: "framework"; readonly name: string; readonly place: Place }
  | {
      readonly claim: "entry-point";
      readonly kind: EntryPointKind;
      readonly name: string;
      readonly target: string;
      readonly command: readonly string[];
      readonly devCommand: readonly string[];
      readonly port: number | null;
      readonly source: CommandSource;
      readonly workingDirectory: string;
      readonly place: Place;
      /** What starts it keeps it running, so a mere script is a worker there. */
      readonly staysRunning?: true;
    }
  | {
      readonly claim: "integration";
      readonly service: string;
      readonly kind: IntegrationKind;
      readonly protocol: string;
      readonly via: IntegrationVia;
      readonly variables: readonly string[];
      readonly breaksInContainer: string | null;
      readonly optional: boolean;
      readonly place: Place;
      readonly host?: string;
      readonly image?: string;
      readonly scheme?: string;
      readonly channels?: readonly string[];
      readonly fixed?: FixedAddress;
      readonly whole?: readonly string[];
      /** Attributes that an address is put together from: fields of settings, where they are such. */
      readonly parts?: readonly string[];
    }
  | {
      readonly claim: "environment";
      readonly name: string;
      /** Literal default as text; null where there is none or it is no literal. */
      readonly default: string | null;
      readonly hasDefault: boolean;
      /** The code fails without it. */
      readonly required: boolean;
      /** It fails without it where the file of the place is run, and not where that is imported. */
      readonly requiredWhenRun?: true;
      readonly type: string | null;
      /** Declared secret by its kind (`SecretStr`), whatever its name. */
      readonly secret: boolean;
      readonly scope: "application" | "shell" | "library" | "script";
      readonly place: Place;
    }
  | { readonly claim: "port"; readonly port: number; readonly source: string; readonly place: Place }
  | ({ readonly claim: "route" } & RouteFact)
  | ({ readonly claim: "migrations"; readonly source: CommandSource } & MigrationTool)
  | ({ readonly claim: "tests"; readonly source: CommandSource } & Omit<TestRunner, "environment">)
  /** `runner` is null where a step calls a target that runs them. */
  | ({ readonly claim: "test-environment"; readonly runner: string | null } & TestVariable)
  | ({ readonly claim: "static" } & StaticFiles)
  | ({ readonly claim: "front-end" } & FrontEnd)
  | ({ readonly claim: "build-script"; readonly place: Place } & BuildScript)
  | ({ readonly claim: "python-pin" } & PythonPin)
  | ({ readonly claim: "readiness" } & ReadinessFinding)
  | ({ readonly claim: "per-process" } & PerProcessFinding)
  /** A distribution or module that counts as used although no import names it (plugins, drivers in URLs, apps in settings). */
  | { readonly claim: "used"; readonly name: string; readonly place: Place }
  /** A distribution that only a Dockerfile or script installs. */
  | {
      readonly claim: "extra-dependency";
      readonly name: string;
      readonly specifier: string;
      readonly extras?: readonly string[];
      readonly place: Place;
    }
  | { readonly claim: "problem"; readonly code: string; readonly message: string; readonly place: Place };

export type EntryEvidence = Extract<Evidence, { readonly claim: "entry-point" }>;
