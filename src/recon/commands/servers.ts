import type { EntryPointKind } from "../../model/recon";
import { optionOf, parseAddress, parseArguments, portOf } from "./arguments";
import { reading, type ReadTool } from "./reading";

const set = (...words: readonly string[]): ReadonlySet<string> => new Set(words);

const GUNICORN_FLAGS = set(
  "--reload",
  "--preload",
  "--daemon",
  "-D",
  "-R",
  "--check-config",
  "--print-config",
  "--spew",
  "--no-sendfile",
  "--reuse-port",
  "--proxy-protocol",
  "--enable-stdio-inheritance",
  "--log-syslog",
  "--capture-output",
  "--initgroups",
  "--help",
  "--version",
  "--disable-redirect-access-to-syslog",
  "--strip-header-spaces",
  "--permit-unconventional-http-method",
);
const UVICORN_FLAGS = set(
  "--reload",
  "--factory",
  "--use-colors",
  "--no-use-colors",
  "--proxy-headers",
  "--no-proxy-headers",
  "--access-log",
  "--no-access-log",
  "--server-header",
  "--no-server-header",
  "--date-header",
  "--no-date-header",
  "--help",
  "--version",
);
const HYPERCORN_FLAGS = set("--reload", "--debug", "--daemon", "--proxy-headers");
const DAPHNE_FLAGS = set("--proxy-headers", "--no-server-name");
const GRANIAN_FLAGS = set(
  "--reload",
  "--no-reload",
  "--factory",
  "--no-factory",
  "--access-log",
  "--no-access-log",
  "--log",
  "--no-log",
  "--no-ws",
  "--ws",
  "--respawn-failed-workers",
  "--no-respawn-failed-workers",
);
const WAITRESS_FLAGS = set(
  "--call",
  "--expose-tracebacks",
  "--no-expose-tracebacks",
  "--ipv4",
  "--ipv6",
  "--no-ipv4",
  "--no-ipv6",
);
const RUN_FLAGS = set(
  "--reload",
  "--no-reload",
  "--debug",
  "--no-debug",
  "--debugger",
  "--no-debugger",
  "--with-threads",
  "--without-threads",
  "--eager-loading",
  "--proxy-headers",
  "--no-proxy-headers",
  "--dev",
  "--factory",
  "--fast",
  "--single-process",
  "--access-logs",
  "--auto-reload",
  "-d",
  "-r",
  "-P",
);

/** Gunicorn's worker classes tell which interface the application speaks. */
function gunicornKind(workerClass: string): EntryPointKind {
  if (/aiohttp|tornado|sanic/i.test(workerClass)) return "server";
  return /uvicorn|asgi|hypercorn|starlette|uvloop/i.test(workerClass) ? "asgi" : "wsgi";
}

/** Marks a target as a factory (`pkg:create_app()`), as gunicorn writes it. */
function factory(target: string | undefined): string {
  if (target === undefined) return "";
  return target.endsWith(")") ? target : `${target}()`;
}

const gunicorn: ReadTool = (rest, words) => {
  const args = parseArguments(rest, GUNICORN_FLAGS);
  const { host, port } = parseAddress(optionOf(args, "--bind", "-b"));
  const paste = optionOf(args, "--paste", "--paster");
  return reading("gunicorn", "serve", {
    words,
    host,
    port,
    kind: gunicornKind(optionOf(args, "--worker-class", "-k") ?? ""),
    target: paste ?? args.positionals.find(word => !word.includes("=")) ?? "",
    isDevelopment: args.options.has("--reload"),
    folder: optionOf(args, "--chdir", "--pythonpath") ?? null,
    configuration: (optionOf(args, "--config", "-c") ?? "").replace(/^file:/, "") || null,
  });
};

/** uvicorn, and granian, whose options bear the same names. */
function byInterface(tool: "uvicorn" | "granian", flags: typeof UVICORN_FLAGS): ReadTool {
  return (rest, words) => {
    const args = parseArguments(rest, flags);
    const target = args.positionals[0];
    return reading(tool, "serve", {
      words,
      kind: optionOf(args, "--interface") === "wsgi" ? "wsgi" : "asgi",
      host: optionOf(args, "--host") ?? null,
      port: portOf(optionOf(args, "--port")),
      target: args.options.has("--factory") ? factory(target) : (target ?? ""),
      isDevelopment: args.options.has("--reload"),
      folder: optionOf(args, "--app-dir", "--working-dir") ?? null,
    });
  };
}

const hypercorn: ReadTool = (rest, words) => {
  const args = parseArguments(rest, HYPERCORN_FLAGS);
  const target = args.positionals[0] ?? "";
  const bind = optionOf(args, "--bind", "-b");
  return reading("hypercorn", "serve", {
    words,
    ...parseAddress(bind),
    kind: target.startsWith("wsgi:") ? "wsgi" : "asgi",
    target: target.replace(/^(?:asgi|wsgi):(?=.*:)/, ""),
    isDevelopment: args.options.has("--reload"),
    configuration: (optionOf(args, "--config", "-c") ?? "").replace(/^(?:file|toml|python):/, "") || null,
  });
};

const daphne: ReadTool = (rest, words) => {
  const args = parseArguments(rest, DAPHNE_FLAGS);
  return reading("daphne", "serve", {
    words,
    kind: "asgi",
    host: optionOf(args, "-b", "--bind") ?? null,
    port: portOf(optionOf(args, "-p", "--port")),
    target: args.positionals[0] ?? "",
  });
};

const waitress: ReadTool = (rest, words) => {
  const args = parseArguments(rest, WAITRESS_FLAGS);
  const listen = parseAddress(optionOf(args, "--listen")?.replace(/^\*/, ""));
  const target = args.positionals[0];
  return reading("waitress-serve", "serve", {
    words,
    kind: "wsgi",
    host: optionOf(args, "--host") ?? listen.host,
    port: portOf(optionOf(args, "--port")) ?? listen.port,
    target: args.options.has("--call") ? factory(target) : (target ?? ""),
  });
};

const UWSGI_FLAGS = set(
  "--master",
  "-M",
  "--vacuum",
  "--die-on-term",
  "--enable-threads",
  "--need-app",
  "--lazy-apps",
  "--lazy",
  "--single-interpreter",
  "--disable-logging",
  "--thunder-lock",
  "--no-site",
  "--auto-procname",
  "--http-keepalive",
  "--ignore-sigpipe",
  "--strict",
  "--manage-script-name",
  "--no-orphans",
  "--py-autoreload",
  "--memory-report",
  "--http-auto-chunked",
  "--wsgi-disable-file-wrapper",
  "--ignore-write-errors",
);

const uwsgi: ReadTool = (rest, words) => {
  const args = parseArguments(rest, UWSGI_FLAGS);
  const http = optionOf(args, "--http", "--http-socket", "--https", "--http11-socket");
  const module = optionOf(args, "--module", "-w", "--wsgi");
  const file = optionOf(args, "--wsgi-file", "--file");
  const callable = optionOf(args, "--callable");
  const target = module ?? file ?? "";
  const isPythonFile = (args.positionals[0] ?? "").endsWith(".py");
  return reading("uwsgi", "serve", {
    words,
    ...parseAddress(http),
    kind: "wsgi",
    target: uwsgiTarget(target !== "" ? target : isPythonFile ? (args.positionals[0] ?? "") : "", callable),
    folder: optionOf(args, "--chdir", "--pythonpath", "--pp") ?? null,
    configuration:
      optionOf(args, "--ini", "--yaml", "--yml", "--json", "--xml") ??
      args.positionals.find(word => /\.(?:ini|ya?ml|json|xml)$/.test(word)) ??
      null,
  });
};

/** uWSGI loads `application` unless `callable` names another; a file is loaded by its path. */
export function uwsgiTarget(module: string, callable: string | undefined): string {
  if (module === "" || module.includes(":")) return module;
  // Where the files of an image lie is known to those who read its Dockerfile.
  const isAbsolute = module.startsWith("/");
  const name =
    module.endsWith(".py") && !isAbsolute ? module.replace(/^\.\//, "").slice(0, -3).replaceAll("/", ".") : module;
  return `${name}:${callable ?? "application"}`;
}

/** `fastapi run path`, `fastapi dev path`. */
const fastapi: ReadTool = (rest, words) => {
  const [verb, ...tail] = rest;
  if (verb !== "run" && verb !== "dev") return null;
  const args = parseArguments(tail, RUN_FLAGS);
  const entry = optionOf(args, "--entrypoint", "-e");
  const app = optionOf(args, "--app");
  const path = args.positionals[0] ?? "";
  return reading("fastapi", "serve", {
    words,
    kind: "asgi",
    framework: "fastapi",
    host: optionOf(args, "--host") ?? (verb === "run" ? "0.0.0.0" : null),
    port: portOf(optionOf(args, "--port")) ?? 8000,
    target: entry ?? (app !== undefined && path !== "" ? `${path}:${app}` : path),
    isDevelopment: verb === "dev" || args.options.has("--reload"),
  });
};

/** `flask --app X run`, `quart run`, `litestar run`: options may stand before and after the subcommand. */
function runnerOf(tool: string, kind: EntryPointKind, isDevelopmentServer: boolean): ReadTool {
  return (rest, words) => {
    const args = parseArguments(rest, RUN_FLAGS);
    const app = optionOf(args, "--app", "-A") ?? "";
    const [verb, second] = args.positionals;
    const facts = { words, framework: tool, target: app };
    if (verb === "run") {
      return reading(tool, "serve", {
        ...facts,
        kind,
        host: optionOf(args, "--host", "-h", "-H") ?? null,
        port: portOf(optionOf(args, "--port", "-p")),
        isDevelopment: isDevelopmentServer || args.options.has("--reload") || args.options.has("--debug"),
      });
    }
    if (verb === "db" || verb === "database") return reading(tool, second === "upgrade" ? "migrate" : "other", facts);
    if (verb === "assets" || verb === "digest") return reading(tool, "static", facts);
    if (verb === "test" || verb === "tests") return reading(tool, "test", facts);
    return reading(tool, "other", facts);
  };
}

const sanic: ReadTool = (rest, words) => {
  const args = parseArguments(rest, RUN_FLAGS);
  const target = args.positionals[0] ?? "";
  return reading("sanic", "serve", {
    words,
    kind: "server",
    framework: "sanic",
    target: args.options.has("--factory") ? factory(target) : target,
    host: optionOf(args, "--host", "-H") ?? null,
    port: portOf(optionOf(args, "--port", "-p")),
    isDevelopment: ["--dev", "-d", "--debug", "--auto-reload", "-r"].some(flag => args.options.has(flag)),
  });
};

const pserve: ReadTool = (rest, words) => {
  const args = parseArguments(rest, set("--reload", "-v", "--verbose", "-q"));
  const file = args.positionals[0] ?? "";
  return reading("pserve", "serve", {
    words,
    kind: "wsgi",
    framework: "pyramid",
    target: file,
    isDevelopment: args.options.has("--reload") || file.includes("development"),
    configuration: file || null,
  });
};

const connexion: ReadTool = (rest, words) =>
  rest[0] === "run"
    ? reading("connexion", "serve", { words, kind: "asgi", framework: "connexion", target: rest[1] ?? "" })
    : null;

const functionsFramework: ReadTool = (rest, words) => {
  const args = parseArguments(rest, set("--debug"));
  const source = optionOf(args, "--source") ?? "main.py";
  return reading("functions-framework", "serve", {
    words,
    kind: "wsgi",
    framework: "functions-framework",
    target: `${source.replace(/\.py$/, "").replaceAll("/", ".")}:${optionOf(args, "--target") ?? "main"}`,
    host: optionOf(args, "--host") ?? null,
    port: portOf(optionOf(args, "--port")) ?? 8080,
    isDevelopment: args.options.has("--debug"),
  });
};

const modWsgi: ReadTool = (rest, words) => {
  if (rest[0] !== "start-server") return null;
  const args = parseArguments(
    rest.slice(1),
    set("--log-to-terminal", "--debug-mode", "--enable-debugger", "--reload-on-changes"),
  );
  return reading("mod_wsgi-express", "serve", {
    words,
    kind: "wsgi",
    target: uwsgiTarget(args.positionals[0] ?? "", undefined),
    port: portOf(optionOf(args, "--port")) ?? 8000,
  });
};

const TWISTD_FLAGS = set(
  "-n",
  "--nodaemon",
  "-b",
  "--debug",
  "-o",
  "--no_save",
  "--originalname",
  "--savestats",
  "--syslog",
);

/** `twistd -ny shop.tac` and `twistd web --listen tcp:8080`; in a container it has to stay in the foreground. */
const twistd: ReadTool = (rest, words) => {
  // Flags may be joined with `-y`, which takes the next word.
  const plain = rest.flatMap(word => (/^-[nbo]+y$/.test(word) ? ["-n", "-y"] : [word]));
  const args = parseArguments(plain, TWISTD_FLAGS);
  const listen = optionOf(args, "--listen", "--http", "--port", "-p") ?? "";
  const stays = args.options.has("-n") || args.options.has("--nodaemon");
  const at = words.length - rest.length;
  return reading("twistd", "serve", {
    words: stays || words[at - 1] === "twist" ? words : [...words.slice(0, at), "-n", ...rest],
    kind: "server",
    framework: "twisted",
    port: portOf(/^(?:tcp6?:)?(\d+)/.exec(listen)?.[1]),
    target: optionOf(args, "-y", "--python", "-f", "--file") ?? args.positionals[0] ?? "",
  });
};

export const SERVERS: Readonly<Record<string, ReadTool>> = {
  gunicorn,
  gunicorn3: gunicorn,
  uvicorn: byInterface("uvicorn", UVICORN_FLAGS),
  hypercorn,
  daphne,
  granian: byInterface("granian", GRANIAN_FLAGS),
  "waitress-serve": waitress,
  waitress,
  uwsgi,
  pyuwsgi: uwsgi,
  fastapi,
  flask: runnerOf("flask", "wsgi", true),
  quart: runnerOf("quart", "asgi", true),
  litestar: runnerOf("litestar", "asgi", false),
  sanic,
  pserve,
  connexion,
  "functions-framework": functionsFramework,
  functions_framework: functionsFramework,
  "mod_wsgi-express": modWsgi,
  // Fedora and its relatives add the Python that it was built for.
  "mod_wsgi-express-3": modWsgi,
  twistd,
  twist: twistd,
};
