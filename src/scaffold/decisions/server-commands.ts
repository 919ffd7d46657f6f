import { dropFlags, dropOption, hasOption, setOption } from "./commands";

/** Makes one server's command listen on every interface at `port`, log to the console and stay in the foreground. */
type Fit = (command: readonly string[], port: number) => readonly string[];

const listenHostPort =
  (host: readonly string[], port: readonly string[], drop: readonly string[] = []): Fit =>
  (command, number) =>
    setOption(setOption(dropFlags(command, ...drop), host, "0.0.0.0"), port, String(number));

const bindTo =
  (names: readonly string[], drop: readonly string[] = []): Fit =>
  (command, number) => {
    const single = dropOption(dropFlags(command, ...drop), ...(countOf(command, names) > 1 ? names : []));
    return setOption(single, names, `0.0.0.0:${number}`);
  };

function countOf(command: readonly string[], names: readonly string[]): number {
  return command.filter(word => names.some(name => word === name || word.startsWith(`${name}=`))).length;
}

/** By program; those that are not here are started as they are written. */
export const SERVER_FITS: Readonly<Record<string, Fit>> = {
  gunicorn: (command, port) => {
    const bound = bindTo(["--bind", "-b"], ["--reload", "--daemon", "-D", "-R"])(command, port);
    // The heartbeat file on a disk that blocks makes healthy workers look dead, so it lies in memory.
    const heartbeat = hasOption(bound, "--worker-tmp-dir") ? bound : setOption(bound, ["--worker-tmp-dir"], "/dev/shm");
    return hasOption(heartbeat, "--access-logfile") ? heartbeat : setOption(heartbeat, ["--access-logfile"], "-");
  },
  uvicorn: (command, port) =>
    listenHostPort(["--host"], ["--port"])(
      dropOption(dropFlags(command, "--reload", "--debug"), "--uds", "--reload-dir", "--fd"),
      port,
    ),
  hypercorn: bindTo(["--bind", "-b"], ["--reload", "--debug"]),
  daphne: (command, port) =>
    setOption(
      setOption(dropOption(command, "-u", "--unix-socket"), ["-b", "--bind"], "0.0.0.0"),
      ["-p", "--port"],
      String(port),
    ),
  granian: listenHostPort(["--host"], ["--port"], ["--reload"]),
  "waitress-serve": (command, port) =>
    insertAfterProgram(dropOption(command, "--listen", "--host", "--port"), `--listen=0.0.0.0:${port}`),
  uwsgi: (command, port) => {
    const http = hasOption(command, "--http") ? ["--http"] : ["--http-socket"];
    const isConfigured =
      command.some(word => /\.(?:ini|xml|ya?ml|json)$/.test(word)) &&
      !hasOption(command, "--module", "-w", "--wsgi-file");
    const listening = isConfigured
      ? command
      : setOption(dropOption(command, "--socket", "-s", "--daemonize"), http, `0.0.0.0:${port}`);
    // Without it uWSGI reloads on SIGTERM instead of stopping.
    return hasOption(listening, "--die-on-term") ? listening : [...listening, "--die-on-term"];
  },
  fastapi: (command, port) =>
    listenHostPort(
      ["--host"],
      ["--port"],
      ["--reload"],
    )(
      command.map(word => (word === "dev" ? "run" : word)),
      port,
    ),
  sanic: listenHostPort(["--host", "-H"], ["--port", "-p"], ["--dev", "-d", "--debug", "-r", "--auto-reload"]),
  streamlit: (command, port) => {
    const listening = setOption(setOption(command, ["--server.address"], "0.0.0.0"), ["--server.port"], String(port));
    const headless = setOption(listening, ["--server.headless"], "true");
    return setOption(headless, ["--browser.gatherUsageStats"], "false");
  },
  chainlit: (command, port) => {
    const listening = listenHostPort(["--host"], ["--port"], ["-w", "--watch"])(command, port);
    return hasOption(listening, "--headless", "-h") ? listening : [...listening, "--headless"];
  },
  litestar: listenHostPort(["--host", "-H"], ["--port", "-p"], ["--reload", "-r", "--debug", "-d"]),
  shiny: listenHostPort(["--host"], ["--port"], ["--reload", "-r"]),
  "functions-framework": listenHostPort(["--host"], ["--port"], ["--debug"]),
  mlflow: listenHostPort(["--host", "-h"], ["--port", "-p"]),
  bentoml: listenHostPort(["--host"], ["--port", "-p"], ["--reload"]),
  panel: listenHostPort(["--address"], ["--port"], ["--dev", "--autoreload", "--show"]),
  bokeh: listenHostPort(["--address"], ["--port"], ["--dev", "--show"]),
  solara: listenHostPort(["--host"], ["--port"]),
  jupyter: (command, port) => {
    const listening = setOption(setOption(command, ["--ip"], "0.0.0.0"), ["--port"], String(port));
    return hasOption(listening, "--no-browser") ? listening : [...listening, "--no-browser"];
  },
};

/** Options of gunicorn that say how requests are served; where it listens and how many processes it has is decided anew. */
const KEPT_OPTIONS: readonly (readonly string[])[] = [
  ["--config", "-c"],
  ["--worker-class", "-k"],
  ["--threads"],
  ["--timeout", "-t"],
  ["--graceful-timeout"],
  ["--keep-alive"],
  ["--max-requests"],
  ["--max-requests-jitter"],
  ["--worker-connections"],
];

/** A command of gunicorn with what another one says beyond the application, where `isUsable` admits the value. */
export function withOptionsOf(
  given: readonly string[],
  command: readonly string[],
  isUsable: (option: string, value: string) => boolean,
): readonly string[] {
  const kept = KEPT_OPTIONS.reduce((words, names) => {
    const value = valueOf(given, names);
    const [name = ""] = names;
    return value === null || value.includes("$") || !isUsable(name, value) ? words : setOption(words, names, value);
  }, command);
  return given.includes("--preload") ? [...kept, "--preload"] : kept;
}

function valueOf(command: readonly string[], names: readonly string[]): string | null {
  for (const [at, word] of command.entries()) {
    if (names.includes(word)) return command[at + 1] ?? null;
    const name = names.find(each => each.startsWith("--") && word.startsWith(`${each}=`));
    if (name !== undefined) return word.slice(name.length + 1);
  }
  return null;
}

/** Servers that are for development only; the application object behind them gets a production server instead. */
export const DEVELOPMENT_SERVERS = new Set([
  "flask",
  "quart",
  "manage.py runserver",
  "manage.py runserver_plus",
  "werkzeug",
]);

function insertAfterProgram(command: readonly string[], word: string): readonly string[] {
  const module = command.indexOf("-m");
  const at = module >= 0 ? module + 2 : 1;
  return [...command.slice(0, at), word, ...command.slice(at)];
}
