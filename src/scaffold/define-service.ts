/** How the application reaches a backing service; every part may go into a variable of its own. */
export interface ServiceAccess {
  /** User and database that the service creates at its first start; null where it knows none. */
  readonly user: string | null;
  readonly database: string | null;
  /** Variable of `.env` that holds the generated password, null where the service asks for none. */
  readonly passwordVariable: string | null;
  /** Scheme of a URL where the code names none. */
  readonly scheme: string;
  /** What follows host and port in a URL: `/{database}`, `/0`, `//`, empty. */
  readonly path: string;
  /** Options that follow the path, such as `?authSource=admin`. */
  readonly query?: string;
  /** Where Celery keeps results in it, when that is another address than where its messages go. */
  readonly results?: string;
}

/** A backing service as Compose starts it: an image, how to know that it is ready, where it keeps its data. */
export interface BackingService {
  /** Equals the file's name. */
  readonly id: string;
  readonly title: string;
  /** Names that recon uses for it. */
  readonly names: readonly string[];
  /** Name of the Compose service where none exists yet. */
  readonly serviceName: string;
  readonly image: string;
  readonly alternatives?: readonly string[];
  /** Images (without registry and tag) that are this service in an existing Compose or CI file. */
  readonly imageNames: readonly string[];
  /** What clients below a version need, which speak with servers of their own major version only. */
  readonly forOldClient?: { readonly client: string; readonly below: string; readonly image: string };
  readonly port: number;
  readonly access: ServiceAccess;
  /** Variables of the container; `{password}` becomes a required reference to the generated password. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The variable that makes what an address has in a database's place, where the code names one: a virtual host. */
  readonly pathVariable?: string;
  /** The user that the image makes where none is named; its database has the same name. */
  readonly imageUser?: string;
  /** The same where the code signs in as the server's administrator of this name. */
  readonly administrator?: { readonly user: string; readonly environment: Readonly<Record<string, string>> };
  /** The same where the code signs in without a password. */
  readonly open?: Readonly<Record<string, string>>;
  /** The same where the code cannot do without a password, which the service itself asks for by none. */
  readonly guarded?: Pick<
    BackingService,
    "environment" | "command" | "commandWithFile" | "check" | "readsPasswordFile"
  > & {
    readonly passwordVariable: string;
  };
  /** Socket file that clients on the same machine ask by default. */
  readonly socket?: string;
  /** `{password}` as in `environment`. */
  readonly command?: readonly string[];
  /** The same where `{file}` holds the password. */
  readonly commandWithFile?: readonly string[];
  /** What it runs where clients may insist on TLS, with the certificate that its image has; it serves others as before. */
  readonly commandWithTls?: readonly string[];
  /** `CMD-SHELL` where it is one text, `CMD` where it is a list; null where the image has nothing to ask with. */
  readonly check: string | readonly string[] | null;
  /** The same for a service of the person's own, which may lack the variables that `check` reads. */
  readonly checkOfTheirs?: string;
  readonly startPeriod?: string;
  /** Where the data lies in an image of this major version; null keeps nothing. */
  readonly data: (major: number | null) => string | null;
  readonly memory: string;
  /** Size of `/dev/shm` where the default of 64 MB is too small. */
  readonly shm?: string;
  /** It takes every password from a file as well: the variable's name with `_FILE` holds the path, or its command reads it. */
  readonly readsPasswordFile?: boolean;
  /** Its data may lie in memory while tests run: the image takes an empty folder of any owner. */
  readonly testsInMemory?: boolean;
  /** How its own image starts with these buckets in it; the client libraries make none. */
  readonly withBuckets?: (names: readonly string[]) => {
    readonly entrypoint: readonly string[];
    readonly command: readonly string[];
  };
  /** It fetches models or pages from the world outside, which a separate network would keep from it. */
  readonly needsOutside?: boolean;
  /** Only a development aid: stays out of compose.yaml and comes with the override. */
  readonly developmentOnly?: boolean;
}

/** A backing service is plain data; the registry is generated from the folder. */
export function defineService(service: BackingService): BackingService {
  return service;
}
