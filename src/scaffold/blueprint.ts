import type { StaticServer } from "./decisions/static-server";
import type { Place } from "../model/place";
import type { Plan } from "../model/plan";
import type { Recon } from "../model/recon";
import type { BackingService } from "./define-service";
import type { InstallDesign } from "./install/install-design";
import type { NodeInstall } from "./install/node";
import type { Layout } from "./layout/layout";

/** What the artefacts are written from: every decision taken, in the shape that files need. */
export interface Blueprint {
  readonly plan: Plan;
  readonly root: string;
  /** Compose project name. */
  readonly project: string;
  readonly units: readonly UnitDesign[];
  readonly services: readonly ServiceDesign[];
  readonly compose: ComposeDesign;
  /** Ids of artefacts to leave out or to add (decision `files`). */
  readonly files: readonly string[];
  readonly reportFolder: string;
  /** Volumes and tables that a person named as holding personal data. */
  readonly personal: readonly string[];
  /** Registry and path that images are pushed below, such as `ghcr.io/acme`; null keeps their local names. */
  readonly registry: string | null;
  /** What a released image is built for, such as `linux/arm64`. */
  readonly platforms: readonly string[];
  readonly recon: Recon;
  readonly layout: Layout;
  /** Existing Dockerfiles and Compose files that belong to a person, as recon lists them. */
  readonly isSingle: boolean;
}

export interface ComposeDesign {
  readonly path: string;
  /** The host side of published ports. */
  readonly address: string;
  readonly restart: string;
  readonly secrets: "env" | "files";
  /** Databases lie on a network of their own that neither the host nor the world outside reaches. */
  readonly isSeparated: boolean;
}

/** `web` answers on a port, `worker` runs for good, `cli` is called, `job` runs to its end, `library` is imported. */
export type ApplicationKind = "web" | "worker" | "cli" | "job" | "library";

/** One thing to build: the workspace itself or a unit of a monorepo. */
export interface UnitDesign {
  readonly unit: string | null;
  /** Folder relative to the analysed folder, "" for the folder itself. */
  readonly path: string;
  readonly recon: Recon;
  readonly layout: Layout;
  readonly kind: ApplicationKind;
  /** Name of the image and prefix of services in a monorepo. */
  readonly name: string;
  readonly python: string;
  readonly baseImage: string;
  /** Sets `TZ` in the image; null leaves it at UTC. */
  readonly timeZone: string | null;
  readonly syntax: string | null;
  /** Folder that is sent to the engine, relative to the analysed folder. */
  readonly context: string;
  /** Path of the Dockerfile, relative to the analysed folder. */
  readonly dockerfile: string;
  /** A person's own Dockerfile stays in use: its stages are not ours. */
  readonly isForeignDockerfile: boolean;
  /** A `command` of Compose is run by the image; else it has to replace the entry point. */
  readonly takesCommand: boolean;
  /** Folder in the image that the context is copied to, and the one that commands run in. */
  readonly sourceFolder: string;
  /** The unit's own folder in the image. */
  readonly homeFolder: string;
  readonly workFolder: string;
  /** Files and folders outside the unit that its build needs, relative to the analysed folder. */
  readonly outside: readonly string[];
  /** Of `outside`, what the install copies into the environment, so that the runtime image needs no source of it. */
  readonly installedCopies: readonly string[];
  readonly install: InstallDesign;
  readonly system: {
    readonly build: readonly string[];
    readonly runtime: readonly string[];
    readonly dev: readonly string[];
  };
  readonly user: { readonly id: number; readonly name: string };
  readonly web: WebDesign | null;
  readonly processes: readonly ProcessDesign[];
  readonly migrate: readonly string[] | null;
  /** Folder of the workspace that the migration runs in; null is that of the unit's main program. */
  readonly migrateFolder: string | null;
  /** Catalogs of gettext lie there as text only, and are compiled. */
  readonly compilesCatalogs: boolean;
  readonly staticFiles: { readonly command: readonly string[]; readonly folder: string | null } | null;
  readonly frontEnds: readonly FrontEndDesign[];
  readonly tests: TestDesign | null;
  readonly variables: readonly VariableDesign[];
  readonly checksEnvironment: boolean;
  /** Variables whose values come as files: the code reads the environment, so the check before its start fills them in. */
  readonly loadedSecrets: readonly string[];
  /** Ports of a container's own localhost that lead to a service, since the code expects it there. */
  readonly forwards: readonly ForwardDesign[];
  readonly dataFolders: readonly DataFolder[];
  /** Database files beside the code that are linked into a data folder. */
  readonly dataLinks: readonly { readonly from: string; readonly to: string }[];
  readonly djangoSettings: string | null;
  /** Folders and files of the context that the runtime image does without: tests, documentation. */
  readonly leftOut: readonly string[];
  /** Lines of `ENV` in the runtime stage: PYTHONPATH for source layouts that are not installed. */
  readonly pythonPath: string | null;
  readonly copiesSource: boolean;
  /** Most memory that one container of it may take, as Compose writes it. */
  readonly memory: string;
  /** Most processors that one container of it may take; null sets no limit. */
  readonly cpus: number | null;
  readonly gpu: GpuDesign | null;
}

/** A package of Node that a stage of its own builds; paths are relative to the analysed folder. */
export interface FrontEndDesign {
  /** Ends the keys of its own decisions: `frontend.install.NAME`. */
  readonly name: string;
  readonly stage: string;
  readonly path: string;
  readonly image: string;
  readonly install: NodeInstall;
  /** Files and folders that the install reads. */
  readonly manifests: readonly string[];
  readonly installFolder: string;
  /** The install runs scripts that read the sources, so they come first. */
  readonly needsSourceFirst: boolean;
  /** The build reads more than its own folder, such as the templates that a style sheet is made for. */
  readonly needsContext: boolean;
  readonly environment: Readonly<Record<string, string>>;
  /** Empty where the packages are handed out as they are. */
  readonly command: readonly string[];
  readonly outputs: readonly string[];
  /** No Python lies in its folder. */
  readonly isAlone: boolean;
  /** Files of variables that the build reads and that hold no secret. */
  readonly publicFiles: readonly string[];
  readonly sources: readonly string[];
}

/** What can compute on a graphics card. */
export interface GpuDesign {
  readonly framework: string;
  /** Kinds of PyTorch's wheels for the usual image and for the variant; null where the project's own files choose. */
  readonly wheels: { readonly usual: string; readonly variant: string } | null;
  /** A Compose file for machines with a card is written. */
  readonly isWanted: boolean;
}

export interface WebDesign {
  readonly service: string;
  readonly command: readonly string[];
  /** The application that a generated file hands out static files before, such as `site.wsgi:application`; null without one. */
  readonly staticServer: Omit<StaticServer, "command"> | null;
  readonly devCommand: readonly string[];
  /** What the server reads to be reached from outside its container. */
  readonly environment: Readonly<Record<string, string>>;
  /** The same of the development server. */
  readonly devEnvironment: Readonly<Record<string, string>>;
  /** The development server under debugpy, without a reloader. */
  readonly debugCommand: readonly string[] | null;
  readonly port: number;
  readonly publishedPort: number;
  readonly server: string;
  readonly workers: number;
  readonly health: HealthDesign;
  /** Seconds that a request may take, so that stopping waits for it. */
  readonly graceSeconds: number;
}

export interface HealthDesign {
  readonly kind: "http" | "tcp" | "none";
  readonly path: string | null;
  /** The name that it is asked by. */
  readonly host: string;
  readonly command: readonly string[] | null;
}

/** A process that runs for good beside the web server, or the only one there is. */
export interface ProcessDesign {
  readonly service: string;
  readonly role: "worker" | "beat" | "process" | "cli" | "job";
  readonly command: readonly string[];
  /** Folder of the workspace that it runs in; null is that of the unit's main program. */
  readonly folder: string | null;
  /** What Compose asks it; null turns an inherited check off. */
  readonly health: { readonly test: readonly string[] | string; readonly interval: string } | null;
  readonly profile: string | null;
  readonly graceSeconds: number;
  /** Pages that it answers with beside the main program, at the same number outside; null for what nobody opens. */
  readonly port: number | null;
}

export interface TestDesign {
  readonly command: readonly string[];
  /** The folder in the unit's own that they run in, "" for that itself. */
  readonly folder: string;
  /** What they are given beside, or instead of, what the application gets. */
  readonly environment: ReadonlyMap<string, string>;
}

/** What made-up characters have to look like: a key of Fernet, a token of Telegram, or nothing in particular. */
export type SecretForm = "text" | "fernet" | "telegram";

export type VariableSource = "service" | "unit" | "secret" | "sample" | "value" | "file";

/** One variable of the application with what Compose gives it. */
export interface VariableDesign {
  readonly name: string;
  readonly required: boolean;
  readonly secret: boolean;
  readonly type: string | null;
  readonly default: string | null;
  readonly hasDefault: boolean;
  readonly source: VariableSource;
  /** The service of the stack whose address it holds, or a part of it. */
  readonly service?: string;
  /** Value in compose.yaml, with `${…}` for what stands in `.env`; null where Compose leaves it to `.env` or the code. */
  readonly value: string | null;
  /** What `.env` gets on this machine; null where it gets nothing. `random` asks for a generated value of that form. */
  readonly envValue: { readonly text: string } | { readonly random: SecretForm } | null;
  /** A harmless value with which the code can be imported while the image is built. */
  readonly buildValue: string;
  readonly where: string;
}

export interface ForwardDesign {
  /** Port of the container's own loopback address. */
  readonly port: number;
  /** The service that it leads to. The unit's own where its server listens there only, so that others have to be led in. */
  readonly service: string;
  /** Where the code says so, for the unit's own server; null for what leads to other services. */
  readonly ownPlace: Place | null;
  /** Port that the service answers on. */
  readonly target: number;
  /** Socket file that leads there as well. */
  readonly socket: string | null;
}

export interface DataFolder {
  /** Absolute path in the image. */
  readonly path: string;
  /** Name of the volume; null for what need not outlive the container (a tmpfs). */
  readonly volume: string | null;
  readonly why: string;
  /** Folders of databases below it: SQLite makes a file, and no folder for it. */
  readonly holds?: readonly string[];
}

/** A backing service of the stack. */
export interface ServiceDesign {
  readonly name: string;
  readonly definition: BackingService;
  readonly image: string;
  /** Path in the container that the volume is mounted on. */
  readonly data: string | null;
  readonly volume: string | null;
  readonly user: string | null;
  readonly database: string | null;
  readonly passwordVariable: string | null;
  /** Buckets that variables of the application name. */
  readonly buckets: readonly string[];
  /** Most memory that its container may take, as Compose writes it. */
  readonly memory: string;
  /** It offers TLS to clients that insist on it. */
  readonly hasTls: boolean;
  /** How Compose writes the password: a reference to `.env`, or what the person's file has. */
  readonly password: string | null;
  /** Names of the units that use it; null stands for the workspace itself. */
  readonly units: readonly (string | null)[];
  /** The service stands in the person's Compose file already. */
  readonly exists: boolean;
  /** The address that stands in the code, which the containers and the service are made to fit. */
  readonly fixed: FixedDesign | null;
  /** Why it asks nobody for a password that a part of the code would have; null where it is as that code needs it. */
  readonly open: string | null;
}

export interface FixedDesign {
  readonly host: string;
  readonly port: number;
  readonly user: string | null;
  readonly database: string | null;
  /** Where the address stands. */
  readonly place: Place;
  /** A secret like any other, though it stands in the code: it goes into `.env` or a file of its own. */
  readonly password: { readonly text: string; readonly place: Place } | null;
  /** Who the code signs in as: a user, the server's own administrator, or anybody without a password. */
  readonly login: "user" | "administrator" | "open";
  /** The code names no host, so that the client's own default holds. */
  readonly isUnsaid: boolean;
}
