/** What a decision may be set to: a word, a word or nothing, a number, yes or no, words of a command or of a list. */
export type DecisionType = "text" | "optional-text" | "count" | "flag" | "list";

export interface DecisionKey {
  /** `*` stands for a name: of a service, a variable, a process. */
  readonly key: string;
  readonly type: DecisionType;
  readonly what: string;
  /** Values that are offered; others are read as well where it is not closed. */
  readonly values?: readonly string[];
  readonly isClosed?: true;
  /** The smallest and the largest count. */
  readonly range?: readonly [number, number];
  /** What a text, or each word of a list, has to look like. */
  readonly form?: Form;
  /** The one for the whole stack; the others may differ between the units of a monorepo. */
  readonly isShared?: boolean;
}

export interface Form {
  readonly pattern: RegExp;
  /** Goes on after "must be". */
  readonly words: string;
}

const PORT = [1, 65_535] as const;
const IMAGE: Form = { pattern: /^[\w.$/:@{}-]+$/, words: "the name of an image, such as python:3.11-slim-bookworm" };
const MEMORY: Form = {
  pattern: /^[1-9]\d*(?:\.\d+)?(?:[bkmgBKMG][bB]?)?$/,
  words: "an amount of memory, such as 512M or 1G",
};
const FOLDER: Form = {
  pattern: /^(?![/\\]|[A-Za-z]:)(?!(?:.*[/\\])?\.\.(?:[/\\]|$))[^\0]+$/,
  words: "a folder inside the analysed one, such as docs",
};

/** Every decision of the plan, in the order of the plan: the one description that schema, completion and documents come from. */
export const DECISION_KEYS: readonly DecisionKey[] = [
  {
    key: "application.kind",
    type: "text",
    what: "What the code is: it answers on a port, works in the background, is called, runs once, or is imported.",
    values: ["web", "worker", "cli", "job", "library"],
    isClosed: true,
  },
  {
    key: "python.version",
    type: "text",
    what: "Version of Python, as `3.11`.",
    form: { pattern: /^3\.\d{1,2}$/, words: "a minor version, such as 3.11" },
  },
  {
    key: "base.image",
    type: "text",
    what: "Image that every stage starts from; `@sha256:…` pins it by digest.",
    form: IMAGE,
  },
  {
    key: "dockerfile.syntax",
    type: "optional-text",
    what: "Frontend named in the first line of the Dockerfile; none uses the engine's own.",
    values: ["docker/dockerfile:1"],
  },
  { key: "build.context", type: "text", what: "Folder that is sent to the engine.", form: FOLDER },
  {
    key: "install.manager",
    type: "text",
    what: "Package manager that installs the dependencies.",
    values: ["pip", "pip-tools", "uv", "poetry", "pdm", "pipenv", "hatch", "setuptools", "conda"],
    isClosed: true,
  },
  { key: "install.tool", type: "text", what: "The manager and its version, or an image that holds it." },
  { key: "install.requirements", type: "list", what: "Requirements files of what runs." },
  { key: "install.requirements.dev", type: "list", what: "Requirements files for development and tests." },
  { key: "install.extras", type: "list", what: "Optional dependencies that the runtime image gets." },
  { key: "install.groups", type: "list", what: "Dependency groups for development and tests." },
  { key: "install.groups.production", type: "list", what: "Dependency groups that what runs needs." },
  {
    key: "install.add",
    type: "list",
    what: "Distributions that the project does not declare and its start command needs.",
  },
  {
    key: "install.hold",
    type: "list",
    what: "Distributions that are kept below a release, because a newer one breaks what the project pins or uses.",
  },
  { key: "install.project", type: "flag", what: "Whether the project itself is installed, not only its dependencies." },
  {
    key: "install.extensions",
    type: "flag",
    what: "Whether modules of the project's own that a compiler makes are built beside their source.",
  },
  {
    key: "install.secrets",
    type: "list",
    what: "What a build may read of this machine: logins of a private index, certificates of a company, variables by their name.",
    values: ["netrc", "pip.conf", "ca"],
  },
  { key: "install.system.build", type: "list", what: "Debian packages of the build stage: compilers, headers." },
  {
    key: "install.system.runtime",
    type: "list",
    what: "Debian packages of the runtime image: shared libraries, programs.",
  },
  {
    key: "install.system.dev",
    type: "list",
    what: "Debian packages that only development and tests need.",
  },
  { key: "gpu.variant", type: "flag", what: "Whether a Compose file for machines with a graphics card is written." },
  {
    key: "gpu.wheels",
    type: "optional-text",
    what: "Kind of PyTorch's wheels in the usual image; none leaves it to the index.",
    values: ["cpu", "cu128", "cu126", "cu118"],
  },
  {
    key: "frontend.folders",
    type: "list",
    what: "Folders with a package.json whose build the application hands out; each gets a stage of its own.",
  },
  { key: "frontend.image", type: "text", what: "Image of Node that builds front ends.", form: IMAGE },
  {
    key: "frontend.command.*",
    type: "list",
    what: "Command that builds the front end of a folder; `root` is the top.",
  },
  { key: "frontend.output.*", type: "list", what: "Files and folders that the build makes and the image gets." },
  { key: "frontend.install.*", type: "text", what: "Command that installs the packages of a front end." },
  { key: "user.uid", type: "count", what: "Number of the user that the container runs as.", range: [1, 2_147_483_647] },
  {
    key: "web.target",
    type: "text",
    what: "Which of several applications is started, as `module:object`.",
    form: { pattern: /^[\w.]+:[\w.()]+$/, words: "module:object, such as shop.wsgi:app" },
  },
  { key: "web.command", type: "list", what: "Start command of the web server." },
  { key: "web.command.dev", type: "list", what: "Start command for development, with reload." },
  { key: "web.server", type: "text", what: "Server behind the start command.", values: ["gunicorn", "uvicorn"] },
  { key: "web.workers", type: "count", what: "Server processes in one container.", range: [1, 1000] },
  { key: "web.port", type: "count", what: "Port that the server listens on inside.", range: PORT },
  { key: "web.port.published", type: "count", what: "Port on this machine.", range: PORT },
  {
    key: "web.health",
    type: "optional-text",
    what: "Path that the health check asks; none asks the port alone.",
    form: { pattern: /^(?:tcp|\/\S*)$/, words: "a path that begins with /, tcp for the port alone, or none" },
  },
  {
    key: "web.grace",
    type: "count",
    what: "Seconds that running requests get before the container is stopped.",
    range: [0, 86_400],
  },
  {
    key: "*.command",
    type: "list",
    what: "Start command of a worker, a scheduler, pages or another process; empty for none.",
  },
  { key: "migrate.command", type: "list", what: "Command that brings the schema up to date; empty for none." },
  { key: "static.command", type: "list", what: "Command that collects static files while the image is built." },
  {
    key: "static.serve",
    type: "flag",
    what: "Puts WhiteNoise before a Django application whose static files nothing else hands out.",
  },
  {
    key: "translations.compile",
    type: "flag",
    what: "Whether the message catalogs of gettext are compiled while the image is built.",
  },
  { key: "test.command", type: "list", what: "Command that runs the tests in the image." },
  { key: "django.settings", type: "optional-text", what: "Settings module for server, workers and migrations." },
  { key: "environment.check", type: "flag", what: "Whether variables are checked before the application starts." },
  { key: "environment.*", type: "text", what: "Value of one variable in the Compose file." },
  { key: "data.folders", type: "list", what: "Folders in the image that the application may write to." },
  {
    key: "time.zone",
    type: "optional-text",
    what: "Zone of the clock in the container; none means UTC.",
    form: {
      pattern: /^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/,
      words: "the name of a time zone, such as Europe/Berlin, or none",
    },
  },
  { key: "resources.memory", type: "text", what: "Most memory of one container, as `512M`.", form: MEMORY },
  {
    key: "resources.cpus",
    type: "text",
    what: "Most processors of one container; `none` for no limit.",
    form: { pattern: /^(?:none|\d+(?:\.\d+)?)$/, words: "a number of processors, such as 1.5, or none" },
  },
  { key: "services", type: "list", what: "Backing services of the stack.", isShared: true },
  {
    key: "services.database",
    type: "text",
    what: "Which of several databases is meant that the same variables set up.",
    isShared: true,
  },
  { key: "services.*.image", type: "text", what: "Image of a backing service.", isShared: true, form: IMAGE },
  { key: "services.*.volume", type: "optional-text", what: "Volume of a backing service.", isShared: true },
  { key: "services.*.memory", type: "text", what: "Most memory of a backing service.", isShared: true, form: MEMORY },
  { key: "services.*.tls", type: "flag", what: "Offer TLS to clients that insist on it.", isShared: true },
  {
    key: "localhost.*",
    type: "flag",
    what: "Whether containers pass connections to their own localhost on to a service, where the code has that address.",
  },
  {
    key: "compose.file",
    type: "text",
    what: "The Compose file that is written or completed.",
    isShared: true,
    form: {
      pattern: /^(?!\/)(?!(?:.*\/)?\.{1,2}(?:\/|$))[\w./-]+\.ya?ml$/,
      words: "the path of a YAML file, such as compose.yaml",
    },
  },
  {
    key: "compose.ports",
    type: "text",
    what: "Address that ports are published on.",
    values: ["127.0.0.1", "0.0.0.0"],
    isShared: true,
    form: { pattern: /^(?:[\d.]+|\[?[\da-fA-F:]+\]?)$/, words: "an address of this machine, such as 127.0.0.1" },
  },
  {
    key: "compose.restart",
    type: "text",
    what: "What happens after a crash.",
    values: ["unless-stopped", "always", "on-failure", "no"],
    isShared: true,
    form: {
      pattern: /^(?:unless-stopped|always|no|on-failure(?::\d+)?)$/,
      words: "unless-stopped, always, on-failure or no",
    },
  },
  {
    key: "compose.networks",
    type: "text",
    what: "Whether databases lie on a network of their own.",
    values: ["separate", "one"],
    isShared: true,
    isClosed: true,
  },
  {
    key: "image.registry",
    type: "optional-text",
    what: "Registry and path that images are pushed below.",
    isShared: true,
  },
  {
    key: "platforms",
    type: "list",
    what: "What a released image is built for.",
    values: ["linux/amd64", "linux/arm64"],
    isShared: true,
    form: { pattern: /^\w+\/\w+(?:\/\w+)?$/, words: "platforms, such as linux/amd64" },
  },
  { key: "data.personal", type: "list", what: "Volumes and tables that hold personal data.", isShared: true },
  {
    key: "secrets",
    type: "text",
    what: "How secrets reach the containers.",
    values: ["env", "files"],
    isShared: true,
    isClosed: true,
  },
  {
    key: "files",
    type: "list",
    what: "Files to write; `+name` adds one to the usual, `-name` leaves one out.",
    isShared: true,
  },
  { key: "report.folder", type: "text", what: "Folder of the written documents.", isShared: true, form: FOLDER },
];

/** The description of a key, the most exact one first. */
export function findDecisionKey(key: string): DecisionKey | undefined {
  return DECISION_KEYS.find(known => known.key === key) ?? DECISION_KEYS.find(known => keyPattern(known.key).test(key));
}

/** `services.*.image` as a pattern over whole keys. */
export function keyPattern(key: string): RegExp {
  return new RegExp(`^${key.replace(/[.]/g, "[.]").replace("*", "[^.]+")}$`);
}
